import { once } from 'node:events';
import { dirname, resolve } from 'node:path';
import type { Plan } from '../../../model/plan.js';
import { BrownoutError } from '../../../model/problem.js';
import type { Stand } from '../../../run/conductor/stand.js';
import { makeFolder } from '../../../run/make-folder.js';
import type { Door } from '../door.js';
import { EXIT } from '../exit-code.js';
import { placeOf, toxiproxyOf, withConfig, withPlace, withPlan, withToxiproxy } from '../flags.js';
import { writeText, writing } from '../../on-disk.js';
import { findConfig, readScenario } from '../places.js';
import { sayExit, sayProblems } from '../say.js';
import { isSet, textOf, type Arguments, type Command } from './command.js';

interface Standing {
  readonly stand: Stand;
  readonly plan: Plan;
}

export const up: Command = {
  usage: 'up [scenario]',
  summary: 'Run mock providers and proxies alone, until Ctrl-C',
  examples: [
    ['brownout up', 'a healthy provider of every kind, and the proxies of your config; prints the variables'],
    ['brownout up hard-down --play', 'plays the outage once, beginning now'],
  ],
  build: (args) =>
    withToxiproxy(
      withPlace(
        withPlan(
          withConfig(
            args.positional('scenario', {
              type: 'string',
              describe: 'Whose upstreams; path or shipped name',
            }),
          ),
        ),
      ),
    )
      .option('play', { type: 'boolean', describe: 'Play its phases once; without it nothing goes wrong' })
      .option('json', { type: 'boolean', describe: 'Print one line of JSON: env and addresses' })
      .option('i-own-this-target', {
        type: 'boolean',
        describe: 'Allow to hurt a dependency that is not on this machine',
      })
      .option('env-file-out', {
        type: 'string',
        describe: 'Write the variables into this file too; missing folders are made',
        requiresArg: true,
      }),
  async run(args, door) {
    const isPlayed = isSet(args, 'play');
    if (isPlayed && textOf(args, 'scenario') === null) throw nothingToPlay();
    const plan = await planOf(args, door);
    if (plan === null) return sayExit(door, EXIT.usage);
    const { standMocks } = await import('../../../run/conductor/stand.js');
    const { liveLines } = await import('../live/live.js');
    const live = liveLines(plan, '', { ...door, live: false }, !isPlayed);
    const stand = await standMocks({
      plan,
      isPlayed,
      iOwnThisTarget: isSet(args, 'i-own-this-target'),
      ...placeOf(args),
      toxiproxy: toxiproxyOf(args, door),
      observe: live.observe,
    });
    try {
      await sayWhere({ stand, plan }, args, door);
      if (!door.signal.aborted) await once(door.signal, 'abort');
    } finally {
      await stand.close();
      live.end();
    }
    sayWhatCame({ stand, plan }, door);
    // Being stopped is how it is meant to end.
    return EXIT.passed;
  },
};

async function planOf(args: Arguments, door: Door): Promise<Plan | null> {
  const named = textOf(args, 'scenario');
  if (named !== null) {
    const { ANY_CAPACITY, prepareText } = await import('../prepare.js');
    const source = readScenario(named, door.cwd);
    const config = findConfig(textOf(args, 'config'), door.cwd);
    // Nobody is asked, so a rate that is a share of the capacity waits for no measuring.
    const capacity = ANY_CAPACITY;
    const prepared = prepareText({ source, config, args, cwd: door.cwd, capacity, isUnasked: true });
    sayProblems(door, prepared.problems);
    return prepared.ok ? prepared.plan : null;
  }
  const { loadConfig } = await import('../../../scenario/config.js');
  const { everyProvider, healthyPlan } = await import('../../../scenario/healthy-plan.js');
  const source = findConfig(textOf(args, 'config'), door.cwd);
  const config = source === null ? null : loadConfig(source.text, source.file);
  const problems = config?.ok === true ? config.value.proxyProblems : (config?.problems ?? []);
  sayProblems(door, problems);
  if (problems.some(({ severity }) => severity === 'error')) return null;
  const { upstreams = [], proxies = [] } = config?.ok === true ? config.value : {};
  return { ...healthyPlan('up', everyProvider(upstreams), []), proxies };
}

function nothingToPlay(): BrownoutError {
  return new BrownoutError({
    code: 'nothing-to-play',
    ending: 'usage',
    message: '--play needs a scenario: without one nothing ever goes wrong',
    hints: ['For example:  brownout up hard-down --play', 'Which there are:  brownout list'],
  });
}

function sayWhatCame({ stand, plan }: Standing, door: Door): void {
  for (const { name } of plan.upstreams) door.err(`${name}: ${stand.calls(name)} calls\n`);
  for (const { name } of plan.proxies) {
    const count = stand.connections(name);
    if (count !== null) door.err(`${name}: ${count} connections\n`);
  }
}

async function keep(path: string, lines: string): Promise<void> {
  await makeFolder(dirname(path));
  await writeText(path, lines, 0o600);
}

async function sayWhere({ stand, plan }: Standing, args: Arguments, door: Door): Promise<void> {
  const { env } = stand;
  const lines = Object.entries(env)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
  const file = textOf(args, 'env-file-out');
  if (file !== null) await writing(file, () => keep(resolve(door.cwd, file), lines));
  if (isSet(args, 'json')) {
    const addresses = Object.fromEntries([...stand.addresses].map(([name, { url }]) => [name, url]));
    door.out(`${JSON.stringify({ env, addresses })}\n`);
    return;
  }
  door.out(lines);
  for (const { name, upstream } of plan.proxies)
    door.err(`\n${name}: ${stand.addresses.get(name)?.url ?? ''} → ${upstream}\n`);
  door.err('\nGive these to your app, start it, and then:  brownout run … --target http://127.0.0.1:3000\n');
  door.err('A run brings mocks of its own: fix their ports (upstreams.<name>.port), and stop this first.\n');
  door.err('Ctrl-C stops.\n');
}
