/** The straight line in one screen: a plan is run, its record scored, its scorecard written. */
import { resolve } from 'node:path';
import type { Report, Style } from '../catalog/reporters/reporter.js';
import type { Plan } from '../model/plan.js';
import type { SubjectSpec } from '../model/scenario.js';
import { conduct } from '../run/conductor/conduct.js';
import type { Observer } from '../run/conductor/observe.js';
import type { Conducted } from '../run/conductor/stage.js';

export interface Rehearsal {
  readonly plan: Plan;
  readonly subject: SubjectSpec;
  /** How the config calls the app, or null. */
  readonly subjectName: string | null;
  /** The run's own folder, as the user may type it. */
  readonly folder: string;
  readonly cwd: string;
  readonly version: string;
  readonly signal: AbortSignal;
  /** Allows a target that is not on this machine. */
  readonly foreignAllowed: boolean;
  readonly style: Style;
  readonly observe: Observer;
  readonly floor: Conducted['floor'];
  readonly bind: Conducted['bind'];
  readonly advertise: Conducted['advertise'];
  readonly toxiproxy: Conducted['toxiproxy'];
}

export async function rehearse(rehearsal: Rehearsal): Promise<Report> {
  const record = await conduct({
    plan: rehearsal.plan,
    subject: rehearsal.subject,
    subjectName: rehearsal.subjectName,
    folder: resolve(rehearsal.cwd, rehearsal.folder),
    version: rehearsal.version,
    signal: rehearsal.signal,
    iOwnThisTarget: rehearsal.foreignAllowed,
    floor: rehearsal.floor,
    bind: rehearsal.bind,
    advertise: rehearsal.advertise,
    toxiproxy: rehearsal.toxiproxy,
    observe: rehearsal.observe,
  });
  // What is needed afterwards is loaded afterwards: the mocks listen sooner by a fifth of a second.
  const { scoreRecord } = await import('../score/score.js');
  const { writeReports } = await import('./write-reports.js');
  const report: Report = { record, scorecard: scoreRecord(record), folder: rehearsal.folder };
  await writeReports(report, [], { cwd: rehearsal.cwd, style: rehearsal.style, out: () => undefined });
  return report;
}
