/** Second attempts that begin while the first still runs. */
import type { AttemptRow } from '../../../model/event.js';
import type { Millis } from '../../../model/units.js';
import type { Call } from './calls.js';

/** A caller that gives up is seen to do so a moment after it has begun anew: that is a retry. */
const OVERLAP = 50;

const NONE: readonly Millis[] = [];

/** How long after the beginning of the call each of them began. */
export function hedgesOf(call: Call): readonly Millis[] {
  if (call.tries === 1) return NONE;
  const { first, attempts } = call;
  let runs = first.ended;
  return attempts.slice(1).flatMap((attempt) => {
    const isHedge = runs - attempt.started > OVERLAP || hasWon(attempt, runs);
    runs = Math.max(runs, attempt.ended);
    return isHedge ? [attempt.started - first.started] : [];
  });
}

/** It answered while the other was still open: who is quick and then calls the loser off overlaps for a moment only. */
function hasWon({ outcome, ended }: AttemptRow, others: Millis): boolean {
  return outcome === 'ok' && others > ended;
}
