import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compose } from '../../src/catalog/faults/compose.js';
import { fateOf, isHit, randomOfAttempt } from '../../src/catalog/faults/fate.js';
import type { AttemptName } from '../../src/catalog/faults/fate.js';
import { normalCdf } from '../../src/kit/statistics.js';
import type { Share } from '../../src/model/scenario.js';
import { faultByKind } from '../../src/catalog/faults/shelf.js';
import { healthy } from '../support/fake-provider.js';

const SEEDS = [1, 2, 3, 5, 8, 13, 21, 34];
const INBOUNDS = 4000;
const RETRIES = [0, 1, 2, 9];
const SHARES = [0.1, 0.5, 1];

describe('a subject with n immediate retries', () => {
  const rows = RETRIES.flatMap((retries) => SHARES.map((ratio) => ({ retries, ratio })));

  it('makes (1-p^(n+1))/(1-p) attempts per call, within 99 % over all rows together', () => {
    const doubts = rows.map(({ retries, ratio }) => {
      const { mean, variance } = expectedAttempts(retries, ratio);
      const seen = attemptsPerCall(retries, ratio);
      if (variance === 0) {
        expect(seen).toBe(mean);
        return 1;
      }
      const error = Math.sqrt(variance / (SEEDS.length * INBOUNDS));
      return 2 * normalCdf(-Math.abs(seen - mean) / error);
    });
    expect(rejectedByHolm(doubts, 0.01)).toBe(0);
  });

  // The closed form by hand, so that a slip in it can't agree with a slip in the draw.
  it.each([
    [0, 0.5, 1],
    [1, 0.1, 1.1],
    [2, 0.5, 1.75],
    [9, 0.5, 1.998046875],
    [9, 1, 10],
  ])('with %d retries at %d has %d to be expected', (retries, ratio, mean) => {
    expect(expectedAttempts(retries, ratio).mean).toBeCloseTo(mean, 12);
  });
});

describe('the fates of two windows, two upstreams or two neighbours', () => {
  const name: AttemptName & { window: string } = { inbound: 0, upstream: 'claude', attempt: 1, window: 'w1' };

  it.each<[string, (inbound: number) => typeof name]>([
    ['another window', (inbound) => ({ ...name, inbound, window: 'w2' })],
    ['another upstream', (inbound) => ({ ...name, inbound, upstream: 'gpt' })],
    ['the next attempt', (inbound) => ({ ...name, inbound, attempt: 2 })],
    ['the next inbound', (inbound) => ({ ...name, inbound: inbound + 1 })],
  ])('are independent: %s', (_, other) => {
    const pairs = SEEDS.length * INBOUNDS;
    let both = 0;
    for (const seed of SEEDS) {
      for (let inbound = 0; inbound < INBOUNDS; inbound += 1) {
        const isFirst = fateOf(seed, { ...name, inbound }) < 0.5;
        if (isFirst && fateOf(seed, other(inbound)) < 0.5) both += 1;
      }
    }
    // A quarter, within 3.3 standard errors: a chance of one in a thousand to fail a sound draw.
    expect(Math.abs(both / pairs - 0.25)).toBeLessThan(3.3 * Math.sqrt((0.25 * 0.75) / pairs));
  });
});

const windows = fc.uniqueArray(
  fc.nat({ max: 40 }).map((id) => `w${id}`),
  { minLength: 1, maxLength: 6 },
);
const names = fc.uniqueArray(
  fc.record({
    inbound: fc.oneof(fc.nat(), fc.string()),
    upstream: fc.constantFrom('claude', 'gpt'),
    attempt: fc.integer({ min: 1, max: 10 }),
  }),
  { minLength: 1, maxLength: 20, selector: (name) => JSON.stringify(name) },
);

describe('whatever else happens', () => {
  it("another window moves nobody's fate", () => {
    fc.assert(
      fc.property(fc.nat(), windows, fc.nat({ max: 6 }), names, (seed, ids, at, attempts) => {
        const more = [...ids.slice(0, at), 'new', ...ids.slice(at)];
        for (const attempt of attempts) {
          const before = hitsOf(seed, ids, attempt);
          expect(hitsOf(seed, more, attempt).filter((id) => id !== 'new')).toEqual(before);
        }
      }),
    );
  });

  it('requests that arrive in another order have the same fates', () => {
    fc.assert(
      fc.property(fc.nat(), windows, names, (seed, ids, attempts) => {
        const inOrder = attempts.map((attempt) => hitsOf(seed, ids, attempt));
        const reversed = attempts.toReversed().map((attempt) => hitsOf(seed, ids, attempt));
        expect(reversed.toReversed()).toEqual(inOrder);
      }),
    );
  });

  it('a fault draws the same within a call, whatever faults stand beside it', () => {
    const latency = faultByKind('latency');
    const hit = (window: string) => ({
      window,
      layer: 'delay' as const,
      at: 0,
      rewrite: latency?.open({ by: { low: 1000, high: 9000 } }) ?? (({ plan }) => plan),
    });
    const base = healthy('whole');
    const waitOf = (ids: readonly string[]): number =>
      (compose(ids.map(hit), base).plan[0]?.after ?? 0) - (base.plan[0]?.after ?? 0);
    fc.assert(
      fc.property(windows, (ids) => {
        const apart = ids.reduce((sum, id) => sum + waitOf([id]), 0);
        expect(waitOf(ids)).toBeCloseTo(apart, 6);
      }),
    );
  });

  it('a greater share hits whomever a smaller one hits', () => {
    fc.assert(
      fc.property(fc.nat(), names, fc.double({ min: 0, max: 1, noNaN: true }), (seed, attempts, ratio) => {
        for (const attempt of attempts) {
          const fate = fateOf(seed, { ...attempt, window: 'w1' });
          if (isHit(fate, constant(ratio / 2), 0)) expect(isHit(fate, constant(ratio), 0)).toBe(true);
        }
      }),
    );
  });
});

function hitsOf(seed: number, ids: readonly string[], attempt: AttemptName): readonly string[] {
  return ids.filter((window) => isHit(fateOf(seed, { ...attempt, window }), constant(0.5), 0));
}

function attemptsPerCall(retries: number, ratio: number): number {
  let attempts = 0;
  for (const seed of SEEDS) {
    for (let inbound = 0; inbound < INBOUNDS; inbound += 1) {
      attempts += attemptsUntilDone(seed, inbound, { retries, ratio });
    }
  }
  return attempts / (SEEDS.length * INBOUNDS);
}

function attemptsUntilDone(seed: number, inbound: number, row: { retries: number; ratio: number }): number {
  const share = constant(row.ratio);
  let attempt = 1;
  while (attempt <= row.retries) {
    const random = randomOfAttempt(seed, { inbound, upstream: 'claude', attempt });
    if (!isHit(random.at('fate', 'w1').unit(), share, 0)) break;
    attempt += 1;
  }
  return attempt;
}

/** P(attempts ≥ k) = p^(k-1) up to n + 1; E[A²] = Σ (2k-1) P(A ≥ k). */
function expectedAttempts(retries: number, ratio: number): { mean: number; variance: number } {
  const mean = ratio === 1 ? retries + 1 : (1 - ratio ** (retries + 1)) / (1 - ratio);
  let square = 0;
  for (let k = 1; k <= retries + 1; k += 1) square += (2 * k - 1) * ratio ** (k - 1);
  const variance = square - mean * mean;
  return { mean, variance: variance < 1e-9 ? 0 : variance };
}

/** How many rows Holm's procedure rejects at a level. */
function rejectedByHolm(doubts: readonly number[], level: number): number {
  const sorted = doubts.toSorted((one, other) => one - other);
  const kept = sorted.findIndex((doubt, rank) => doubt > level / (sorted.length - rank));
  return kept < 0 ? sorted.length : kept;
}

function constant(ratio: number): Share {
  return { from: ratio, to: ratio, over: 0 };
}
