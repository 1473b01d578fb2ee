/**
 * Told to come back in an hour, Anthropic's SDK waits an hour: it obeys up to 24 days. The user is parked
 * all that time, though nobody could have meant that.
 */
import type { Scope } from '../../model/measurement.js';
import { askedToWait } from './derived/asked-to-wait.js';
import type { Measure } from './measure.js';
import { share, unmeasured } from './reading.js';
import type { RecordView } from './view.js';

export const longWaitParking: Measure = {
  id: 'long-wait-parking',
  title: 'users parked by a long Retry-After',
  definition:
    'Share of the requests of which an attempt was asked to wait for longer than the deadline that had still not ended one deadline later; the others failed fast or were answered in another way.',
  unit: 'ratio',
  better: 'less',
  distribution: false,
  phase: 'outage',
  timed: false,
  per: 'journey',
  narrows: ['during', 'journey', 'upstream'],
  measure: (view, scope) => {
    const asked = longWaits(view, scope);
    if (asked.length === 0) return unmeasured('no Retry-After was longer than the deadline');
    const parked = asked.filter(({ isParked }) => isParked === true).length;
    const open = asked.filter(({ isParked }) => isParked === null).length;
    return share(parked, asked.length - open, open);
  },
};

export interface LongWait {
  readonly inbound: number;
  readonly asked: number;
  /** Null while it isn't known yet. */
  readonly isParked: boolean | null;
}

/** One for each request, by the first attempt that was asked. */
export function longWaits(view: RecordView, scope: Partial<Scope>): readonly LongWait[] {
  const found = new Map<number, LongWait>();
  for (const { attempt, asked } of askedToWait(view, scope)) {
    const row = attempt.inbound === null ? undefined : view.response(attempt.inbound);
    if (row === undefined || found.has(row.inbound)) continue;
    const deadline = view.deadlineOf(row.journey);
    if (view.journey(row.journey)?.needsModel !== true || asked <= deadline) continue;
    const isLate = row.ended - attempt.ended > deadline;
    const isParked = isLate || row.class === 'hang' ? true : view.isOpen(row) ? null : false;
    found.set(row.inbound, { inbound: row.inbound, asked, isParked });
  }
  return [...found.values()];
}
