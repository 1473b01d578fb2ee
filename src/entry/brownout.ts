/** The straight line in one screen: a plan is run, its record scored, its scorecard written. */
import { join } from 'node:path';
import type { Report, Style } from '../catalog/reporters/reporter.js';
import type { Plan } from '../model/plan.js';
import type { SubjectSpec } from '../model/scenario.js';
import { conduct, type Observer } from '../run/conductor/conduct.js';
import { scoreRecord } from '../score/score.js';
import { writeReports } from './write-reports.js';

export interface Rehearsal {
  readonly plan: Plan;
  readonly subject: SubjectSpec;
  /** The run's own folder, as the user may type it. */
  readonly folder: string;
  readonly cwd: string;
  readonly version: string;
  readonly signal: AbortSignal;
  /** A control API of a real Toxiproxy, or null for ours. */
  readonly foreignAllowed: boolean;
  readonly reporters: readonly string[];
  readonly style: Style;
  readonly observe: Observer;
  readonly floor: { readonly p50: number; readonly p99: number } | null;
}

export async function rehearse(rehearsal: Rehearsal): Promise<Report> {
  const record = await conduct({
    plan: rehearsal.plan,
    subject: rehearsal.subject,
    folder: join(rehearsal.cwd, rehearsal.folder),
    version: rehearsal.version,
    signal: rehearsal.signal,
    iOwnThisTarget: rehearsal.foreignAllowed,
    floor: rehearsal.floor,
    observe: rehearsal.observe,
  });
  const report: Report = { record, scorecard: scoreRecord(record), folder: rehearsal.folder };
  await writeReports(report, [], { cwd: rehearsal.cwd, style: rehearsal.style, out: () => undefined });
  return report;
}
