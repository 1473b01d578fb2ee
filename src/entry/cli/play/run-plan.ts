/** One scenario of `run`: once, several times for the median, or in turns with an earlier state of the app. */
import { join } from 'node:path';
import type { Report } from '../../../catalog/reporters/reporter.js';
import { score } from '../../../catalog/reporters/words.js';
import { invariant } from '../../../kit/invariant.js';
import type { Comparison } from '../../../model/comparison.js';
import type { Plan } from '../../../model/plan.js';
import { BrownoutError } from '../../../model/problem.js';
import { repeatsOf } from './against.js';
import { isSet, textOf, type Arguments } from '../commands/command.js';
import { exitOfReport, exitOfVerdict, worstOf, type ExitCode } from '../exit-code.js';
import { noiseOf } from '../noise-flag.js';
import { play, type Play } from './play.js';

export interface Played {
  /** What is shown: the only run, the median one, or the last of the app as it is. */
  readonly report: Report;
  readonly comparison: Comparison | null;
  readonly exit: ExitCode;
}

/** `withSeed`: the same scenario, decided with another seed. */
export async function runPlan(wanted: Play, withSeed: (seed: number) => Plan): Promise<Played> {
  refuseConflicts(wanted.args);
  // Before anything is played: a file that is none would be found out too late.
  const noise = await noiseOf(wanted.args, wanted.door);
  const against = textOf(wanted.args, 'against');
  if (against !== null) {
    const { playAgainst } = await import('./against.js');
    const { comparison, now } = await playAgainst(against, wanted, noise);
    const isWhole = now.record.facts.ending.kind === 'completed';
    const exit = isWhole ? exitOfVerdict(comparison.verdict) : exitOfReport(now, wanted.door);
    return { report: now, comparison, exit };
  }
  if (isSet(wanted.args, 'extend')) {
    const { playUntilDecided } = await import('./extend.js');
    return { ...(await playUntilDecided(wanted, withSeed)), comparison: null };
  }
  const baseline = textOf(wanted.args, 'baseline');
  const { checkBaseline, compareWithBaseline } = await import('../../compare-runs.js');
  if (baseline !== null) await checkBaseline(baseline, wanted.plan, wanted.door.cwd);
  const report = await playOften(wanted);
  if (baseline === null) return { report, comparison: null, exit: exitOfReport(report, wanted.door) };
  const comparison = await compareWithBaseline(baseline, report, { cwd: wanted.door.cwd, noise });
  return {
    report,
    comparison,
    exit: worstOf([exitOfReport(report, wanted.door), exitOfVerdict(comparison.verdict)]),
  };
}

/** Pairs that would each decide what is played; `repeats` goes with `against`. */
const CONFLICTS = [
  ['against', 'baseline'],
  ['against', 'extend'],
  ['extend', 'baseline'],
  ['extend', 'repeats'],
] as const;

function refuseConflicts(args: Arguments): void {
  repeatsOf(args);
  const isGiven = (name: string): boolean => args[name] !== undefined && args[name] !== false;
  if (isGiven('aa') && !isGiven('against') && !isGiven('baseline')) throw nothingCompared();
  const pair = CONFLICTS.find(([one, other]) => isGiven(one) && isGiven(other));
  if (pair === undefined) return;
  throw new BrownoutError({
    code: 'conflicting-flags',
    ending: 'usage',
    message: `--${pair[0]} and --${pair[1]} can't go together: each decides what is played`,
    hints: ['Leave one of them out.'],
  });
}

function nothingCompared(): BrownoutError {
  return new BrownoutError({
    code: 'nothing-compared',
    ending: 'usage',
    message: '--aa says how fine a comparison may be, and nothing is compared',
    hints: ['Say with what:  --against COMMIT, or --baseline FOLDER'],
  });
}

/** Of several runs the one in the middle: neither the luckiest nor the unluckiest. */
async function playOften(wanted: Play): Promise<Report> {
  const repeats = repeatsOf(wanted.args);
  if (repeats === 1) return play(wanted);
  const reports: Report[] = [];
  for (let run = 1; run <= repeats && !wanted.door.signal.aborted; run += 1) {
    reports.push(await play({ ...wanted, folder: join(wanted.folder, `run-${run}`) }));
  }
  const scores = reports.map(({ scorecard }) => scorecard.score);
  const middle = medianOf(reports);
  wanted.door.err(
    `${reports.length} runs: ${scores.map((one) => (one === null ? 'no score' : score(one))).join(', ')}; shown is the median\n`,
  );
  return middle;
}

/** A run without a score is worse than any with one; of two in the middle, the worse. */
export function medianOf(reports: readonly Report[]): Report {
  const sorted = [...reports].sort((a, b) => (a.scorecard.score ?? -1) - (b.scorecard.score ?? -1));
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  invariant(middle !== undefined, 'there is at least one run');
  return middle;
}
