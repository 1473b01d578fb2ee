import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Plan } from '../../../model/plan.js';
import type { Stand } from '../../../run/conductor/stand.js';
import type { Door } from '../door.js';
import { EXIT } from '../exit-code.js';
import { toxiproxyOf, withConfig, withPlan, withToxiproxy } from '../flags.js';
import { findConfig } from '../places.js';
import { sayExit, sayProblems } from '../say.js';
import { isSet, textOf, type Arguments, type Command } from './command.js';

export const up: Command = {
  usage: 'up [scenario]',
  summary: 'Run the mock providers alone, until Ctrl-C',
  examples: [
    ['brownout up', 'a healthy provider of every kind; prints the variables for your app'],
    ['brownout up hard-down --play', 'plays the outage once, beginning now'],
  ],
  build: (args) =>
    withToxiproxy(
      withPlan(
        withConfig(
          args.positional('scenario', { type: 'string', describe: 'Whose upstreams; path or shipped name' }),
        ),
      ),
    )
      .option('play', { type: 'boolean', describe: 'Play its phases once; without it nothing goes wrong' })
      .option('json', { type: 'boolean', describe: 'Print one line of JSON: env and addresses' })
      .option('env-file-out', {
        type: 'string',
        describe: 'Write the variables into this file too',
        requiresArg: true,
      }),
  async run(args, door) {
    const plan = await planOf(args, door);
    if (plan === null) return sayExit(door, EXIT.usage);
    const { standMocks } = await import('../../../run/conductor/stand.js');
    const { liveLines } = await import('../live.js');
    const isPlayed = isSet(args, 'play') && textOf(args, 'scenario') !== null;
    const live = liveLines(plan, '', { ...door, live: false }, !isPlayed);
    const stand = await standMocks({
      plan,
      isPlayed,
      bind: '127.0.0.1',
      toxiproxy: toxiproxyOf(args, door),
      observe: live.observe,
    });
    try {
      await sayWhere(stand, args, door);
      if (!door.signal.aborted) await once(door.signal, 'abort');
    } finally {
      await stand.close();
      live.end();
    }
    for (const name of stand.addresses.keys()) door.err(`${name}: ${stand.calls(name)} calls\n`);
    // Being stopped is how it is meant to end.
    return EXIT.passed;
  },
};

async function planOf(args: Arguments, door: Door): Promise<Plan | null> {
  const named = textOf(args, 'scenario');
  if (named !== null) {
    const { prepare } = await import('../prepare.js');
    const prepared = prepare(named, args, door);
    sayProblems(door, prepared.problems);
    return prepared.ok ? prepared.plan : null;
  }
  const { loadConfig } = await import('../../../scenario/config.js');
  const { everyProvider, healthyPlan } = await import('../../../scenario/healthy.js');
  const source = findConfig(textOf(args, 'config'), door.cwd);
  const config = source === null ? null : loadConfig(source.text, source.file);
  if (config?.ok === false) {
    sayProblems(door, config.problems);
    return null;
  }
  return healthyPlan('up', everyProvider(config?.value.upstreams ?? []), []);
}

async function sayWhere(stand: Stand, args: Arguments, door: Door): Promise<void> {
  const { env } = stand;
  const lines = Object.entries(env)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
  const file = textOf(args, 'env-file-out');
  if (file !== null) await writeFile(resolve(door.cwd, file), lines, { mode: 0o600 });
  if (isSet(args, 'json')) {
    const addresses = Object.fromEntries([...stand.addresses].map(([name, { url }]) => [name, url]));
    door.out(`${JSON.stringify({ env, addresses })}\n`);
    return;
  }
  door.out(lines);
  door.err('\nGive these to your app, start it, and then:  brownout run … --target http://127.0.0.1:3000\n');
  door.err('A run brings mocks of its own: fix their ports (upstreams.<name>.port), and stop this first.\n');
  door.err('Ctrl-C stops.\n');
}
