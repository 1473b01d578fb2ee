import { join, resolve } from 'node:path';
import type { Report } from '../../../catalog/reporters/reporter.js';
import { BrownoutError } from '../../../model/problem.js';
import type { Door } from '../door.js';
import { EXIT, exitOfVerdict, type ExitCode } from '../exit-code.js';
import { withConfig, withPlan } from '../flags.js';
import { findConfig, readScenario, runsFolder, version } from '../places.js';
import { sayExit, sayProblems } from '../say.js';
import { isSet, numberOf, textOf, type Arguments, type Command } from './command.js';

export const simulate: Command = {
  usage: 'simulate [scenario]',
  summary: 'Play an outage in virtual time, against a modelled app or a fleet of yours',
  examples: [
    ['brownout simulate overload-storm --subject budgeted', 'a run folder and a scorecard, at once'],
    ['brownout simulate overload-storm --subject list', 'which modelled apps there are'],
    ['brownout simulate --from RUN --instances 200 --quota 4000/min', 'what 200 of your app would do'],
  ],
  build: (args) =>
    withPlan(withConfig(args.positional('scenario', { type: 'string', describe: 'Path or shipped name' })))
      .option('subject', { type: 'string', describe: 'A modelled app, or list', requiresArg: true })
      .option('inbounds', { type: 'number', describe: 'How many users come in all', requiresArg: true })
      .option('out', { alias: 'o', type: 'string', describe: 'Folder of the run', requiresArg: true })
      .option('from', { type: 'string', describe: 'Folder of a recorded run of your app', requiresArg: true })
      .option('instances', { type: 'number', describe: 'With --from: how many of it', requiresArg: true })
      .option('rate', {
        type: 'string',
        describe: 'With --from: users at each instance, such as 2/s (default: as in the run)',
        requiresArg: true,
      })
      .option('quota', {
        type: 'string',
        describe: "With --from: the provider's limit for all, such as 4000/min",
        requiresArg: true,
      })
      .option('json', { type: 'boolean', describe: 'Print the result as JSON' }),
  async run(args, door) {
    if (textOf(args, 'subject') === 'list') {
      const { subjectLines } = await import('../../simulation.js');
      door.out(`${subjectLines().join('\n')}\n`);
      return EXIT.passed;
    }
    if (textOf(args, 'from') !== null) {
      const { askFleet } = await import('../fleet.js');
      return sayExit(door, await askFleet(args, door));
    }
    return sayExit(door, await simulateScenario(args, door));
  },
};

/** Only a fleet has them; without one they would be left aside unsaid. */
const OF_A_FLEET = ['instances', 'rate', 'quota'] as const;

async function simulateScenario(args: Arguments, door: Door): Promise<ExitCode> {
  const alone = OF_A_FLEET.find((flag) => args[flag] !== undefined);
  if (alone !== undefined)
    throw new BrownoutError({
      code: 'usage',
      ending: 'usage',
      message: `--${alone} is about a fleet of your app, and no --from says which run shows the app`,
      hints: ['brownout simulate --from RUN --instances 200 --quota 4000/min'],
    });
  const scenario = textOf(args, 'scenario');
  const subject = textOf(args, 'subject');
  if (scenario === null || subject === null)
    throw new BrownoutError({
      code: 'usage',
      ending: 'usage',
      message: scenario === null ? 'say which scenario' : 'say which modelled app, with --subject',
      hints: ['brownout simulate overload-storm --subject budgeted', 'brownout simulate --subject list'],
    });
  const users = numberOf(args, 'inbounds', { least: 1 });
  const { prepareText } = await import('../prepare.js');
  const { demoJourneys } = await import('../../../demo/config.js');
  const prepared = prepareText({
    source: readScenario(scenario, door.cwd),
    // A modelled app needs no address, only journeys: those of the demo, where there is no config.
    config: findConfig(textOf(args, 'config'), door.cwd) ?? { file: 'the demo', text: demoJourneys },
    args,
    cwd: door.cwd,
    capacity: null,
  });
  sayProblems(door, prepared.problems);
  if (!prepared.ok) return EXIT.usage;
  const { simulateRun, namedSubject } = await import('../../simulation.js');
  namedSubject(subject);
  const report = await simulateRun({
    plan: prepared.plan,
    subject,
    users,
    folder: await folderOf(`simulated-${subject}-${prepared.plan.scenario.name}`, args, door),
    cwd: door.cwd,
    version: version(),
    startedAt: door.wallTime().toISOString(),
    style: door.style,
    signal: door.signal,
  });
  await show(report, args, door);
  return exitOfVerdict(report.scorecard.verdict);
}

async function show(report: Report, args: Arguments, door: Door): Promise<void> {
  const { reporterById } = await import('../../../catalog/reporters/shelf.js');
  door.out(reporterById(isSet(args, 'json') ? 'json' : 'terminal')?.render(report, door.style) ?? '');
}

async function folderOf(name: string, args: Arguments, door: Door): Promise<string> {
  const out = textOf(args, 'out');
  if (out !== null) return out;
  const { claimFolder } = await import('../../../run/record/folder.js');
  const time = door.wallTime().toISOString().slice(0, 19).replaceAll(':', '-');
  const folder = join(runsFolder(door.cwd), `${time}-${name}`);
  const path = resolve(door.cwd, folder);
  return `${folder}${(await claimFolder(path)).slice(path.length)}`;
}
