/**
 * Retries told apart by who made them: an SDK counts its own in a header, and starts anew for each call of the
 * app. A gateway below it that tries again sends the SDK's count once more as it was.
 */
import type { Picked } from '../../../kit/list.js';
import type { Scope } from '../../../model/measurement.js';
import type { AttemptRow } from '../../../model/event.js';
import type { Call } from './calls.js';
import type { RecordView } from '../view.js';

export interface Layers {
  /** Calls of which every attempt says which retry it is. */
  readonly calls: Picked<Call>;
  /** Attempts that a user caused, told or not. */
  readonly attempts: number;
}

export function layersOf(view: RecordView, scope: Partial<Scope>): Layers {
  const { phase = null, journey = null, upstream = null } = scope;
  return view.keep(`layers ${String(phase)} ${String(journey)} ${String(upstream)}`, () => {
    let attempts = 0;
    const calls = view.calls(scope).where((call) => {
      attempts += call.tries;
      return retriesIn(call) !== null;
    });
    return { calls, attempts };
  });
}

export interface Retries {
  readonly byApp: number;
  readonly bySdk: number;
  readonly byGateway: number;
}

const NO_RETRIES: Retries = { byApp: 0, bySdk: 0, byGateway: 0 };

/** Null where it can't be told. Most calls have none, so it is told anew for whoever asks. */
export function retriesIn(call: Call): Retries | null {
  if (call.tries > 1) return toldBy(call.attempts);
  return call.first.retryCount === null ? null : NO_RETRIES;
}

function toldBy(attempts: readonly AttemptRow[]): Retries | null {
  let [on, same, back] = [0, 0, 0];
  let before: number | null = null;
  let isThroughGateway = false;
  let hasRepeats = false;
  for (const { retryCount, gateway } of attempts) {
    if (retryCount === null) return null;
    isThroughGateway ||= gateway !== null;
    if (before !== null && retryCount > before) on += 1;
    if (before !== null && retryCount < before) back += 1;
    if (retryCount === before) same += 1;
    // No SDK counts one retry twice.
    hasRepeats ||= retryCount === before && retryCount > 0;
    before = retryCount;
  }
  if (hasRepeats) return { byApp: back, bySdk: on, byGateway: same };
  // The first try once more, through a gateway: its doing, or that of an app whose SDK doesn't retry.
  return isThroughGateway && same > 0 ? null : { byApp: same + back, bySdk: on, byGateway: 0 };
}
