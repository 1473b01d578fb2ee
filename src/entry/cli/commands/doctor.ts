import { BrownoutError } from '../../../model/problem.js';
import type { Plan } from '../../../model/plan.js';
import type { SubjectSpec } from '../../../model/scenario.js';
import { sayChecked, type Checked } from '../doctor/checked.js';
import type { Door } from '../door.js';
import { EXIT, exitOfEnding, type ExitCode } from '../exit-code.js';
import { toxiproxyOf, withSubject, withToxiproxy } from '../flags.js';
import { leftoverCheck, reachCheck, serverCheck } from '../doctor/leftovers.js';
import { sayExit, sayProblems } from '../say.js';
import { isSet, textOf, type Arguments, type Command } from './command.js';

const DEFAULT_SCENARIO = 'overload-storm';

export const doctor: Command = {
  usage: 'doctor [scenario]',
  summary: 'Check this machine, the config and the app, without a run',
  examples: [
    ['brownout doctor', 'everything that a run of overload-storm needs'],
    ['brownout doctor --start "npm start"', 'without a config'],
    ['brownout doctor --sweep', 'ends what killed runs left behind, on a Toxiproxy of yours too'],
  ],
  build: (args) =>
    withToxiproxy(
      withSubject(
        args.positional('scenario', {
          type: 'string',
          default: DEFAULT_SCENARIO,
          describe: 'What you mean to play; path or shipped name',
        }),
      ),
    ).option('sweep', {
      type: 'boolean',
      describe: 'End what killed runs left behind: processes, and proxies on a Toxiproxy',
    }),
  async run(args, door) {
    const say = (checked: Checked): void => sayChecked(door, checked);
    const codes: ExitCode[] = [];
    const settle = (checked: Checked, code: ExitCode): void => {
      say(checked);
      if (checked.verdict === 'not ok') codes.push(code);
    };
    settle(await nodeCheck(), EXIT.usage);
    const toxiproxy = toxiproxyOf(args, door);
    const isSwept = isSet(args, 'sweep');
    say(await leftoverCheck(isSwept));
    if (toxiproxy !== null) settle(await serverCheck(toxiproxy, isSwept), EXIT.notTestable);
    const { prepareToShow } = await import('../prepare.js');
    const prepared = prepareToShow(textOf(args, 'scenario') ?? DEFAULT_SCENARIO, args, door);
    if (!prepared.ok) {
      say({ verdict: 'not ok', what: 'config', said: 'it cannot be played as it is' });
      sayProblems(door, prepared.problems);
      return sayExit(door, EXIT.usage);
    }
    say({ verdict: 'ok', what: 'config', said: `${prepared.plan.scenario.name} can be played` });
    if (toxiproxy !== null && codes.length === 0)
      settle(await reachCheck(prepared.plan, toxiproxy), EXIT.notTestable);
    settle(await socketCheck(prepared.plan), EXIT.notTestable);
    for (const checked of await portChecks(prepared.plan)) settle(checked, EXIT.notTestable);
    const { dependencyChecks } = await import('../doctor/dependencies.js');
    const isOwned = isSet(args, 'i-own-this-target');
    for (const checked of await dependencyChecks(prepared.plan, isOwned)) settle(checked, EXIT.usage);
    for (const checked of await hardCodedChecks(prepared.subject)) say(checked);
    if (codes.length === 0) codes.push(await appChecks(prepared.plan, prepared.subject, args, door));
    const code = codes.find((one) => one !== EXIT.passed) ?? EXIT.passed;
    const named = textOf(args, 'scenario') ?? DEFAULT_SCENARIO;
    if (code === EXIT.passed) door.out(`\nAll is well:  brownout run ${named} --quick\n`);
    return sayExit(door, code);
  },
};

async function nodeCheck(): Promise<Checked> {
  const { isNodeFit, NODE_REMEDY } = await import('../node-version.js');
  const { node } = process.versions;
  if (isNodeFit(node)) return { verdict: 'ok', what: 'Node', said: node };
  return {
    verdict: 'not ok',
    what: 'Node',
    said: `${node} is too old`,
    remedies: [NODE_REMEDY],
  };
}

async function socketCheck({ limits }: Plan): Promise<Checked> {
  const { openFilesLimit } = await import('../doctor/machine.js');
  const limit = await openFilesLimit();
  const needed = limits.openSockets;
  const what = 'sockets';
  if (limit === null) return { verdict: 'ok', what, said: `up to ${needed} are needed; no limit is known` };
  const said = `up to ${needed} are needed (rate × patience × 1.2), ${limit} files may be open`;
  if (needed <= limit) return { verdict: 'ok', what, said };
  const remedies = [`ulimit -n ${2 ** Math.ceil(Math.log2(needed + 256))}   or a shorter patience`];
  return { verdict: 'not ok', what, said, remedies };
}

async function portChecks({ upstreams }: Plan): Promise<readonly Checked[]> {
  const { isListening } = await import('../../../run/conductor/listening.js');
  const fixed = upstreams.filter(({ port }) => port !== 0);
  const checks = fixed.map(async ({ name, port }): Promise<Checked> => {
    const what = 'port';
    if (!(await isListening(port))) return { verdict: 'ok', what, said: `${port} for ${name} is free` };
    return {
      verdict: 'not ok',
      what,
      said: `${port} for ${name} is taken`,
      remedies: ['stop who listens there (a brownout up?), or change upstreams.' + name + '.port'],
    };
  });
  return Promise.all(checks);
}

async function hardCodedChecks({ cwd, start }: SubjectSpec): Promise<readonly Checked[]> {
  if (start === null) return [];
  const { hardCodedUrls } = await import('../doctor/machine.js');
  const found = await hardCodedUrls(cwd);
  return found.map(({ file, line, host }) => ({
    verdict: 'look',
    what: 'base URL',
    said: `${file}:${line} names ${host}; if it calls that, no mock is in its way`,
  }));
}

async function appChecks(plan: Plan, spec: SubjectSpec, args: Arguments, door: Door): Promise<ExitCode> {
  const { tryOut } = await import('../../../run/conductor/healthy/try-out.js');
  const { span } = await import('../../../kit/figures.js');
  const app = { isReady: false };
  const iOwnThisTarget = isSet(args, 'i-own-this-target');
  try {
    const tried = await tryOut({ plan, spec, signal: door.signal, iOwnThisTarget }, () => {
      app.isReady = true;
    });
    sayChecked(door, {
      verdict: 'ok',
      what: 'app',
      said: `ready after ${span(tried.readyIn)}, at ${tried.url}`,
    });
    for (const { upstream, state, calls } of tried.routing) sayChecked(door, routed(upstream, state, calls));
    return EXIT.passed;
  } catch (error) {
    if (!(error instanceof BrownoutError) || error.ending === 'interrupted') throw error;
    if (app.isReady) sayChecked(door, { verdict: 'ok', what: 'app', said: 'ready' });
    const what = app.isReady ? 'traffic' : 'app';
    sayChecked(door, { verdict: 'not ok', what, said: error.message, remedies: error.hints });
    return exitOfEnding(error.ending);
  }
}

function routed(upstream: string, state: 'proven' | 'unproven', calls: number): Checked {
  return state === 'proven'
    ? {
        verdict: 'ok',
        what: 'traffic',
        said: `the app calls our ${upstream} (${calls} ${calls === 1 ? 'call' : 'calls'})`,
      }
    : {
        verdict: 'look',
        what: 'traffic',
        said: `${upstream} was not called on a good day; a second provider seldom is`,
      };
}
