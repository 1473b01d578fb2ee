/** How many requests of each phase ended how, every one counted once, in the phase in which it was due. */
import { wasStillWaiting } from '../catalog/reporters/drawn.js';
import type { PhaseTotals } from '../model/scorecard.js';
import type { RecordView } from '../catalog/measures/view.js';

interface Tally {
  inbounds: number;
  attempts: number;
  late: number;
  classes: Record<string, number>;
}

export function totalsOf(view: RecordView): readonly PhaseTotals[] {
  const { plan, responses, attempts } = view.record;
  const tallies = new Map<string, Tally>();
  for (const { name } of plan.phases) tallies.set(name, { inbounds: 0, attempts: 0, late: 0, classes: {} });
  for (const row of responses) {
    const tally = tallies.get(row.phase);
    if (tally === undefined || row.end === 'unsent') continue;
    tally.inbounds += 1;
    const what = wasStillWaiting(row) ? 'open' : row.class;
    tally.classes[what] = (tally.classes[what] ?? 0) + 1;
    const isAnswer = row.class === 'full' || row.class === 'alt';
    if (isAnswer && view.isLate(row)) tally.late += 1;
  }
  for (const { inbound } of attempts) {
    const cause = inbound === null ? undefined : view.response(inbound);
    const tally = cause && tallies.get(cause.phase);
    if (tally !== undefined) tally.attempts += 1;
  }
  return plan.phases.map(({ name, role }) => ({
    phase: name,
    role,
    ...(tallies.get(name) ?? { inbounds: 0, attempts: 0, late: 0, classes: {} }),
  }));
}
