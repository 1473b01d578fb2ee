/** A run whose gates can't be decided is played again with the next seed, until all of them together decide. */
import { join } from 'node:path';
import type { Report } from '../../../catalog/reporters/reporter.js';
import type { Plan } from '../../../model/plan.js';
import { look, MOST_LOOKS, type Look } from '../../../score/looks.js';
import { exitOfReport, exitOfVerdict, type ExitCode } from '../exit-code.js';
import { play, type Play } from './play.js';

export interface Extended {
  /** The last run. */
  readonly report: Report;
  readonly exit: ExitCode;
}

/** `withSeed`: the same scenario, decided anew. */
export async function playUntilDecided(wanted: Play, withSeed: (seed: number) => Plan): Promise<Extended> {
  const { door, plan } = wanted;
  const reports: Report[] = [];
  for (;;) {
    const run = reports.length + 1;
    const next = run === 1 ? plan : withSeed(plan.seed + run - 1);
    const report = await play({ ...wanted, plan: next, folder: join(wanted.folder, `look-${run}`) });
    reports.push(report);
    if (!isOpenByGates(report)) return { report, exit: exitOfReport(report, door) };
    const looked = look(reports);
    for (const line of lines(looked, run)) door.err(line);
    if (looked.verdict !== 'inconclusive' || run === MOST_LOOKS || door.signal.aborted)
      return { report, exit: exitOfVerdict(looked.verdict) };
  }
}

/** A grade is there: only the gates are, or were before this look, in doubt. */
function isOpenByGates({ scorecard, record }: Report): boolean {
  return scorecard.grade !== null && record.facts.ending.kind === 'completed';
}

function lines({ gates, verdict }: Look, run: number): readonly string[] {
  const open = gates.filter((gate) => gate.verdict !== 'pass');
  const told = open.map(({ text, because, verdict: one }) => `  ${text}: ${one}, ${because}\n`);
  const again = verdict === 'inconclusive' && run < MOST_LOOKS ? ': playing again with the next seed' : '';
  return [`look ${run} of ${MOST_LOOKS}: ${verdict}${again}\n`, ...told];
}
