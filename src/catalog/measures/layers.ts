/**
 * Retries told apart by who made them: an SDK counts its own in a header, and starts anew for each call of the
 * app. A gateway below it that tries again sends the SDK's count once more as it was.
 */
import type { Scope } from '../../model/measurement.js';
import type { AttemptRow } from '../../model/event.js';
import type { Call } from './calls.js';
import type { RecordView } from './view.js';

export interface Layers {
  /** Calls of which every attempt says which retry it is. */
  readonly calls: readonly LayeredCall[];
  /** Attempts that a user caused, told or not. */
  readonly attempts: number;
}

export interface LayeredCall {
  readonly call: Call;
  readonly byApp: number;
  readonly bySdk: number;
  readonly byGateway: number;
}

export function layersOf(view: RecordView, scope: Partial<Scope>): Layers {
  const all = view.calls(scope);
  return {
    calls: all.filter(isTold).map(layered),
    attempts: all.reduce((sum, { attempts }) => sum + attempts.length, 0),
  };
}

function isTold({ attempts }: Call): boolean {
  if (!attempts.every(({ retryCount }) => retryCount !== null)) return false;
  // The first try once more, through a gateway: its doing, or that of an app whose SDK doesn't retry.
  const isEither = attempts.some(({ gateway }) => gateway !== null) && !hasRepeats(attempts);
  return !isEither || !attempts.some((_, index) => stepTo(attempts, index) === 'the same');
}

function layered(call: Call): LayeredCall {
  const { attempts } = call;
  const steps = attempts.map((_, index) => stepTo(attempts, index));
  const same = steps.filter((step) => step === 'the same').length;
  const back = steps.filter((step) => step === 'back').length;
  const bySdk = steps.filter((step) => step === 'on').length;
  return hasRepeats(attempts)
    ? { call, bySdk, byGateway: same, byApp: back }
    : { call, bySdk, byGateway: 0, byApp: same + back };
}

/** No SDK counts one retry twice. */
function hasRepeats(attempts: readonly AttemptRow[]): boolean {
  return attempts.some(
    ({ retryCount }, index) => (retryCount ?? 0) > 0 && stepTo(attempts, index) === 'the same',
  );
}

function stepTo(attempts: readonly AttemptRow[], index: number): 'first' | 'on' | 'the same' | 'back' {
  if (index === 0) return 'first';
  const before = attempts[index - 1]?.retryCount ?? 0;
  const here = attempts[index]?.retryCount ?? 0;
  if (here === before) return 'the same';
  return here > before ? 'on' : 'back';
}
