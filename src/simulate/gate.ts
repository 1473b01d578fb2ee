/** Whether a client asks an upstream at all: breakers, and throttles that watch what is accepted. */
import { unreachable } from '../kit/invariant.js';
import type { Random } from '../kit/random.js';
import type { Millis } from '../model/units.js';
import type { GatePolicy } from './policy.js';

export interface Gate {
  allows(now: Millis): boolean;
  succeeded(now: Millis): void;
  failed(now: Millis): void;
}

export function gateOf(policy: GatePolicy, random: Random): Gate {
  switch (policy.kind) {
    case 'none':
      return OPEN;
    case 'breaker':
      return breakerOf(policy);
    case 'adaptive':
      return throttleOf(policy, random.sequence());
    default:
      return unreachable(policy);
  }
}

const OPEN: Gate = { allows: () => true, succeeded: () => undefined, failed: () => undefined };

function breakerOf({ failures, reset }: Extract<GatePolicy, { kind: 'breaker' }>): Gate {
  let inARow = 0;
  let openUntil: Millis | null = null;
  let isProbing = false;
  return {
    allows: (now) => {
      if (openUntil === null) return true;
      if (isProbing || now < openUntil) return false;
      isProbing = true;
      return true;
    },
    succeeded: () => {
      // Whoever was asked before it opened says nothing about now.
      if (openUntil !== null && !isProbing) return;
      inARow = 0;
      openUntil = null;
      isProbing = false;
    },
    failed: (now) => {
      if (openUntil !== null && !isProbing) return;
      inARow += 1;
      if (!isProbing && inARow < failures) return;
      openUntil = now + reset;
      isProbing = false;
    },
  };
}

/** Rejects with probability (requests − K × accepts) / (requests + 1) over a sliding window. */
function throttleOf(
  { factor, seconds }: Extract<GatePolicy, { kind: 'adaptive' }>,
  draw: () => number,
): Gate {
  const requests = new Float64Array(seconds);
  const accepts = new Float64Array(seconds);
  let second = 0;
  const turn = (now: Millis): number => {
    const current = Math.floor(now / 1000);
    for (const last = Math.min(current, second + seconds); second < last;) {
      second += 1;
      requests[second % seconds] = 0;
      accepts[second % seconds] = 0;
    }
    second = Math.max(second, current);
    return current % seconds;
  };
  return {
    allows: (now) => {
      const place = turn(now);
      const asked = sumOf(requests);
      requests[place] = (requests[place] ?? 0) + 1;
      return draw() >= Math.max(0, (asked - factor * sumOf(accepts)) / (asked + 1));
    },
    succeeded: (now) => {
      const place = turn(now);
      accepts[place] = (accepts[place] ?? 0) + 1;
    },
    failed: () => undefined,
  };
}

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
