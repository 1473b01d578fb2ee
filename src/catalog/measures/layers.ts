/**
 * Retries told apart by who made them: an SDK counts its own in a header, and starts anew for each call of the
 * app. A gateway below it that tries again sends the SDK's count once more as it was.
 */
import type { Picked } from '../../kit/list.js';
import type { Scope } from '../../model/measurement.js';
import type { AttemptRow } from '../../model/event.js';
import type { Call } from './calls.js';
import type { RecordView } from './view.js';

/** Numbers stand at the place of their call: calls come by the million, and six measures ask. */
export interface Layers {
  /** Calls of which every attempt says which retry it is. */
  readonly calls: Picked<Call>;
  readonly byApp: Uint32Array;
  readonly bySdk: Uint32Array;
  readonly byGateway: Uint32Array;
  /** Attempts that a user caused, told or not. */
  readonly attempts: number;
}

export function layersOf(view: RecordView, scope: Partial<Scope>): Layers {
  const { phase = null, journey = null, upstream = null } = scope;
  return view.keep(`layers ${String(phase)} ${String(journey)} ${String(upstream)}`, () => {
    const all = view.calls(scope);
    const [byApp, bySdk, byGateway] = [numbers(all.length), numbers(all.length), numbers(all.length)];
    let told = 0;
    let attempts = 0;
    const calls = all.where((call) => {
      attempts += call.tries;
      const retries = retriesIn(call.attempts);
      if (retries === null) return false;
      byApp[told] = retries.byApp;
      bySdk[told] = retries.bySdk;
      byGateway[told] = retries.byGateway;
      told += 1;
      return true;
    });
    return { calls, byApp, bySdk, byGateway, attempts };
  });
}

function numbers(count: number): Uint32Array {
  return new Uint32Array(count);
}

interface Retries {
  readonly byApp: number;
  readonly bySdk: number;
  readonly byGateway: number;
}

/** Null where it can't be told. */
function retriesIn(attempts: readonly AttemptRow[]): Retries | null {
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
