/** One run with its live line: what `run` and `demo` have in common. */
import type { Report } from '../../../catalog/reporters/reporter.js';
import type { Plan } from '../../../model/plan.js';
import type { SubjectSpec } from '../../../model/scenario.js';
import { rehearse, type Rehearsal } from '../../brownout.js';
import { placeOf, toxiproxyOf } from '../flags.js';
import { isSet, type Arguments } from '../commands/command.js';
import type { Door } from '../door.js';
import { liveLines } from '../live/live.js';
import { version } from '../places.js';

export interface Play {
  readonly plan: Plan;
  readonly subject: SubjectSpec;
  readonly subjectName: string | null;
  readonly folder: string;
  readonly args: Arguments;
  readonly door: Door;
  readonly isQuiet: boolean;
  readonly floor: Rehearsal['floor'];
}

export async function play(wanted: Play): Promise<Report> {
  const { door, plan } = wanted;
  const live = liveLines(plan, wanted.subjectName ?? '', door, wanted.isQuiet);
  try {
    return await rehearse({
      plan,
      subject: wanted.subject,
      subjectName: wanted.subjectName,
      folder: wanted.folder,
      cwd: door.cwd,
      version: version(),
      signal: door.signal,
      foreignAllowed: isSet(wanted.args, 'i-own-this-target'),
      style: door.style,
      observe: live.observe,
      floor: wanted.floor,
      ...placeOf(wanted.args),
      toxiproxy: toxiproxyOf(wanted.args, door),
    });
  } finally {
    live.end();
  }
}
