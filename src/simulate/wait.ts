/** How long a client waits before a retry, and which failures it tries again at all. */
import { unreachable } from '../kit/invariant.js';
import type { Random } from '../kit/random.js';
import type { Millis } from '../model/units.js';
import type { Retry, Wait } from './policy.js';

/** Why an attempt was of no use. */
export type Failure =
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly retryAfter: Millis | null;
      readonly advice: 'retry' | 'give-up' | null;
    }
  | { readonly kind: 'unconnected' | 'timeout' | 'broken' };

export function isRetried({ rateLimits, broken }: Retry, failure: Failure): boolean {
  if (failure.kind === 'broken') return broken;
  if (failure.kind !== 'refused') return true;
  const { status, retryAfter, advice } = failure;
  if (advice === 'give-up') return false;
  if (status === 429 && rateLimits === 'hinted') return retryAfter !== null;
  return advice === 'retry' || status === 408 || status === 409 || status === 429 || status >= 500;
}

/** Before the k-th retry, from 1. */
export function waitBefore(k: number, retry: Retry, failure: Failure, random: Random): Millis {
  const asked = failure.kind === 'refused' ? failure.retryAfter : null;
  const { retryAfter } = retry;
  if (asked !== null && retryAfter.kind === 'obeyed' && asked <= retryAfter.upTo) {
    return asked + retryAfter.jitter * random.at('jitter', k).unit();
  }
  return ownWait(k, retry.wait, random);
}

function ownWait(k: number, wait: Wait, random: Random): Millis {
  switch (wait.kind) {
    case 'none':
      return 0;
    case 'steps':
      return wait.steps[Math.min(k, wait.steps.length) - 1] ?? 0;
    case 'exponential': {
      const whole = Math.min(wait.first * wait.factor ** (k - 1), wait.cap);
      return whole * random.at('wait', k).between(wait.jitter.low, wait.jitter.high);
    }
    case 'measured':
      return drawnFrom(
        wait.quantiles[Math.min(k, wait.quantiles.length) - 1] ?? [],
        random.at('wait', k).unit(),
      );
    default:
      return unreachable(wait);
  }
}

/** Evenly between neighbouring quantiles. */
function drawnFrom(quantiles: readonly Millis[], unit: number): Millis {
  const place = unit * (quantiles.length - 1);
  const below = quantiles[Math.floor(place)] ?? 0;
  const above = quantiles[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}
