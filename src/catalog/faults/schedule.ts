import type { Schedule } from '../../model/scenario.js';
import type { Millis } from '../../model/units.js';
import { unreachable } from '../../kit/invariant.js';

/**
 * True where an open window hurts at this moment: `at` counts from its opening, `matchedBefore` the
 * calls that have matched in it so far. Flapping and bursts begin with the bad part.
 */
export function isScheduled(schedule: Schedule, at: Millis, matchedBefore: number): boolean {
  if (at < 0) return false;
  switch (schedule.kind) {
    case 'constant':
      return true;
    case 'flapping':
      return at % (schedule.on + schedule.off) < schedule.on;
    case 'burst':
      return at % schedule.every < schedule.for;
    case 'first':
      return matchedBefore < schedule.calls;
    default:
      return unreachable(schedule);
  }
}
