/** The waits of the policy `sdk`, which both worlds play, are those that the demo app and the official SDKs have. */
import { expect, it } from 'vitest';
import {
  isRetried as isRetriedBySdk,
  MAX_RETRIES,
  waitBefore as waitOfSdk,
} from '../../src/demo/sdk-retry.js';
import type { Random } from '../../src/kit/random.js';
import { sdk } from '../../src/simulate/subjects/sdk.js';
import { isRetried, waitBefore, type Failure } from '../../src/simulate/wait.js';

function refused(status: number, retryAfter: number | null): Failure {
  return { kind: 'refused', status, retryAfter, advice: null };
}

/** Draws this share of every width. */
function drawing(share: number): Random {
  const random: Random = {
    at: () => random,
    unit: () => share,
    between: (low, high) => low + (high - low) * share,
    int: (low) => low,
    sequence: () => () => share,
    bits: () => 0,
  };
  return random;
}

it.each([0, 0.25, 0.5, 1])('waits as long where chance is %d', (share) => {
  expect(sdk.retry.times).toBe(MAX_RETRIES);
  for (const retries of [0, 1]) {
    // What one draws from the top the other draws from the bottom.
    const ours = waitBefore(retries + 1, sdk.retry, refused(500, null), drawing(1 - share));
    expect(ours).toBeCloseTo(waitOfSdk('anthropic', {}, { retries, chance: share, now: 0 }), 9);
  }
});

it('waits as it is told', () => {
  const theirs = waitOfSdk('anthropic', { 'retry-after': '2' }, { retries: 0, chance: 0.5, now: 0 });
  expect(waitBefore(1, sdk.retry, refused(529, 2_000), drawing(0.5))).toBe(theirs);
});

it.each([400, 401, 404, 408, 409, 422, 429, 500, 503, 529])('tries a %d again or not, alike', (status) => {
  expect(isRetried(sdk.retry, refused(status, null))).toBe(isRetriedBySdk(status, {}));
});
