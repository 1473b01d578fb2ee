import { join } from 'node:path';
import type { Report } from '../../../catalog/reporters/reporter.js';
import { invariant } from '../../../kit/invariant.js';
import type { Comparison } from '../../../model/comparison.js';
import type { Plan } from '../../../model/plan.js';
import { BrownoutError } from '../../../model/problem.js';
import { annotateVerdict } from '../annotations.js';
import { claimed } from '../claimed.js';
import type { Door } from '../door.js';
import { EXIT, exitOfEnding, interruptedBy, worstOf, type ExitCode } from '../exit-code.js';
import { withPlace, withPlan, withSubject, withToxiproxy } from '../flags.js';
import { AA_WORDS } from '../noise-flag.js';
import type { prepare as prepareNow } from '../prepare.js';
import { sayError, sayExit, sayProblems } from '../say.js';
import { isSet, textOf, textsOf, type Arguments, type Command } from './command.js';

export const run: Command = {
  usage: 'run <scenario..>',
  summary: 'Play an outage in front of your app and grade it',
  examples: [
    ['brownout run overload-storm --quick', 'half a minute, for a first look'],
    ['brownout run storm.yaml --start "npm start" --ready /health', 'without a config'],
    ['brownout run storm.yaml --against main', 'what does this change do?'],
  ],
  build: (args) =>
    withToxiproxy(
      withPlace(
        withPlan(
          withSubject(
            args.positional('scenario', {
              type: 'string',
              array: true,
              demandOption: true,
              describe: 'Path or shipped name',
            }),
          ),
        ),
      ),
    )
      .option('out', { alias: 'o', type: 'string', describe: 'Folder of the run', requiresArg: true })
      .option('reporter', {
        alias: 'r',
        type: 'array',
        string: true,
        describe: 'NAME or NAME=FILE, besides the usual; repeatable',
        requiresArg: true,
      })
      .option('floor', {
        type: 'boolean',
        default: true,
        describe: 'Measure our own share of a latency first (1.6 s)',
      })
      .option('against', {
        type: 'string',
        describe: 'Git commit: play the app as it was there too, and say what the change did',
        requiresArg: true,
      })
      .option('setup', {
        type: 'string',
        describe: 'Command that installs what that commit needs (default: borrow what is installed)',
        requiresArg: true,
      })
      .option('repeats', {
        type: 'number',
        describe: 'Pairs of runs for --against; runs for the median without it',
        requiresArg: true,
      })
      .option('extend', {
        type: 'boolean',
        describe: 'Play again, up to three runs, where gates are not decided; judge them on all runs',
      })
      .option('baseline', {
        type: 'string',
        describe: 'Folder of an earlier run of the same plan: fail where the score fell',
        requiresArg: true,
      })
      .option('aa', {
        type: 'string',
        describe: `${AA_WORDS}; for --against and --baseline`,
        requiresArg: true,
      })
      .option('quiet', { alias: 'q', type: 'boolean', describe: 'No progress' })
      .option('json', { type: 'boolean', describe: 'Print the scorecard as JSON' }),
  async run(args, door) {
    const scenarios = textsOf(args, 'scenario');
    const areMany = scenarios.length > 1;
    await takeReporters(textsOf(args, 'reporter'), door, areMany);
    if (areMany && !(await areSound(scenarios, args, door))) return sayExit(door, EXIT.usage);
    const codes: ExitCode[] = [];
    for (const named of scenarios) {
      codes.push(await runOne(named, args, door, areMany));
      if (door.signal.aborted) break;
    }
    return sayExit(door, worstOf(codes));
  },
};

/** Before anything is started; the reporters are loaded only where some are named. */
async function takeReporters(asked: readonly string[], door: Door, areMany: boolean): Promise<void> {
  if (asked.length === 0) return;
  const { makeRoomFor, refuseOneFileForMany } = await import('../../write-reports.js');
  if (areMany) refuseOneFileForMany(asked);
  await makeRoomFor(asked, door.cwd);
}

/** A slip in the last of them is told before the first is played. */
async function areSound(scenarios: readonly string[], args: Arguments, door: Door): Promise<boolean> {
  const { prepareToShow } = await import('../prepare.js');
  let slips = 0;
  for (const named of scenarios) {
    try {
      const prepared = prepareToShow(named, args, door);
      if (prepared.ok) continue;
      sayProblems(door, prepared.problems);
    } catch (error) {
      if (!(error instanceof BrownoutError)) throw error;
      sayError(door, error);
    }
    slips += 1;
  }
  return slips === 0;
}

async function runOne(named: string, args: Arguments, door: Door, isOneOfMany: boolean): Promise<ExitCode> {
  try {
    const { prepareCalibrated } = await import('../calibrated.js');
    const { prepare } = await import('../prepare.js');
    const prepared = await prepareCalibrated(named, args, door);
    sayProblems(door, prepared.problems);
    if (!prepared.ok) return EXIT.usage;
    const { ownTarget } = await import('../../../run/conductor/preflight/own-target.js');
    await ownTarget(prepared.subject, isSet(args, 'i-own-this-target'));
    const { runPlan } = await import('../play/run-plan.js');
    const wanted = {
      plan: prepared.plan,
      subject: prepared.subject,
      subjectName: prepared.subjectName,
      folder: await folderOf(prepared.plan.scenario.name, args, door, isOneOfMany),
      args,
      door,
      isQuiet: isSet(args, 'quiet'),
      // `--no-floor` is for many runs side by side, which would measure each other.
      floor: args['floor'] === false ? null : ('measure' as const),
    };
    const { report, comparison, exit } = await runPlan(
      wanted,
      withSeedOf(named, args, door, { plan: prepared.plan, prepare }),
    );
    await show(report, args, door);
    if (comparison !== null) await sayComparison(comparison, door);
    return exit;
  } catch (error) {
    // One scenario that can't be tested doesn't keep the others from being played.
    if (!(error instanceof BrownoutError)) throw error;
    sayError(door, error);
    return error.ending === 'interrupted' ? interruptedBy(door) : exitOfEnding(error.ending);
  }
}

interface Again {
  readonly plan: Plan;
  readonly prepare: typeof prepareNow;
}

/** The same scenario with another seed; what was measured once is not measured again. */
function withSeedOf(
  named: string,
  args: Arguments,
  door: Door,
  { plan, prepare }: Again,
): (seed: number) => Plan {
  return (seed) => {
    const again = prepare(named, { ...args, seed }, door, plan.inputs.capacity);
    invariant(again.ok, 'a scenario that could be planned can be planned with another seed');
    return again.plan;
  };
}

async function show(report: Report, args: Arguments, door: Door): Promise<void> {
  const { reporterById } = await import('../../../catalog/reporters/shelf.js');
  const { writeReports } = await import('../../write-reports.js');
  door.out(reporterById(isSet(args, 'json') ? 'json' : 'terminal')?.render(report, door.style) ?? '');
  annotateVerdict(door, report.scorecard);
  const asked = textsOf(args, 'reporter');
  if (asked.length > 0) await writeReports(report, asked, door);
}

/** Beside the scorecard; `--json` has one document on stdout, and that is the scorecard. */
async function sayComparison(comparison: Comparison, door: Door): Promise<void> {
  const { comparisonText } = await import('../../../catalog/reporters/comparison.js');
  door.err(`\n${comparisonText(comparison, door.style)}`);
}

async function folderOf(name: string, args: Arguments, door: Door, isOneOfMany: boolean): Promise<string> {
  const out = textOf(args, 'out');
  if (out !== null) return isOneOfMany ? join(out, name) : out;
  const time = door.wallTime().toISOString().slice(0, 19).replaceAll(':', '-');
  // Two runs in one second are two runs.
  return claimed(`${time}-${name}`, door);
}
