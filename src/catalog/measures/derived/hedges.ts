/** Second attempts that begin while the first still runs. */
import type { AttemptRow } from '../../../model/event.js';
import type { Millis } from '../../../model/units.js';
import type { Call } from './calls.js';

export interface Hedge {
  readonly inbound: number;
  readonly attempt: AttemptRow;
  /** Since the call began. */
  readonly delay: Millis;
}

/** A caller that gives up is seen to do so a moment after it has begun anew: that is a retry. */
const OVERLAP = 50;

const NONE: readonly Hedge[] = [];

export function hedgesOf(call: Call): readonly Hedge[] {
  if (call.tries === 1) return NONE;
  const { inbound, first, attempts } = call;
  let runs = first.ended;
  return attempts.slice(1).flatMap((attempt) => {
    const isHedge = runs - attempt.started > OVERLAP || hasWon(attempt, runs);
    runs = Math.max(runs, attempt.ended);
    return isHedge ? [{ inbound, attempt, delay: attempt.started - first.started }] : [];
  });
}

/** It answered while the other was still open: who is quick and then calls the loser off overlaps for a moment only. */
function hasWon({ outcome, ended }: AttemptRow, others: Millis): boolean {
  return outcome === 'ok' && others > ended;
}
