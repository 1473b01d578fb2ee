/** Times between a failed attempt and the next of its call, in order of the retries. */
import type { Scope } from '../../../model/measurement.js';
import type { Millis } from '../../../model/units.js';
import type { Call } from './calls.js';
import { herdsOf } from './herd.js';
import type { RecordView } from '../view.js';

export interface Gap {
  readonly inbound: number;
  /** 1: before the first retry. */
  readonly rank: number;
  readonly length: Millis;
  /** What the provider had asked for, or null. */
  readonly asked: Millis | null;
}

/**
 * Cohorts count too: how long they wait is the app's own doing. What overlaps is a hedge and no retry. One after the
 * other: in a long outage there is one for nearly every attempt.
 */
export function* gapsOf(view: RecordView, scope: Partial<Scope>): Iterable<Gap> {
  for (const call of view.calls(scope)) if (call.tries > 1) yield* gapsIn(call);
  for (const { calls } of herdsOf(view, scope)) for (const call of calls) yield* gapsIn(call);
}

function gapsIn({ inbound, attempts }: Call): readonly Gap[] {
  return attempts.flatMap((attempt, index) => {
    const next = attempts[index + 1];
    const isOver = next !== undefined && next.started >= attempt.ended;
    if (!isOver || attempt.outcome === 'ok') return [];
    const length = next.started - attempt.ended;
    return [{ inbound, rank: index + 1, length, asked: attempt.retryAfter }];
  });
}
