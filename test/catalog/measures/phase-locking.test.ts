import { describe, expect, it } from 'vitest';
import { randomOf } from '../../../src/kit/random.js';
import type { Reading } from '../../../src/catalog/measures/measure.js';
import { withCohort } from '../../support/cohort.js';
import { read, valueOf, whyNot } from '../../support/measuring.js';
import { playRecord } from '../../support/record.js';

const locked = (size: number, ...waits: readonly (() => number)[]): Reading =>
  read(withCohort(size, waits), 'phase-locking');

function chanceOf(seed: number): () => number {
  return randomOf(seed).sequence();
}

/** Of an even spread over a width, for a period. */
function evenly(width: number, period: number): number {
  const turn = (Math.PI * width) / period;
  return Math.sin(turn) / turn;
}

describe('phase-locking', () => {
  it('is 1 where everybody waits equally long, however long', () => {
    for (const wait of [200, 500, 4000]) {
      const reading = locked(60, () => wait);
      expect(valueOf(reading)).toBeCloseTo(1, 9);
      expect(reading).toMatchObject({ samples: 60 });
    }
  });

  it.each([
    ['a quarter of half a second, as the official SDKs have it', 375, 500],
    ['half of it', 250, 500],
    ['a third of two seconds', 1333, 2000],
    ['all of it', 0, 500],
  ])('is sin(πw/Q)/(πw/Q) for a jitter of %s', (_, low, high) => {
    const next = chanceOf(1);
    const reading = locked(1000, () => low + (high - low) * next());
    // The mean of a thousand strays by 0.03 at most, and so does one that is nothing.
    expect(Math.abs(valueOf(reading) - evenly(high - low, (low + high) / 2))).toBeLessThan(0.07);
  });

  it('takes the retry that locks most: each further jitter loosens it', () => {
    const next = chanceOf(2);
    const waits = [500, 1000].map((base) => () => base * (0.75 + 0.25 * next()));
    const [first, second] = [evenly(125, 437.5), evenly(125, 875) * evenly(250, 875)];
    expect(Math.abs(valueOf(locked(1000, ...waits)) - Math.max(first, second))).toBeLessThan(0.03);
    // At once, and then after a second without jitter: only what is waited for has a period.
    expect(
      valueOf(
        locked(
          60,
          () => 0,
          () => 1000,
        ),
      ),
    ).toBeCloseTo(1, 9);
  });

  it('may be nothing where all of the wait is jitter, and is surely something where a quarter is', () => {
    const trials = 100;
    let nothing = 0;
    let held = 0;
    for (let seed = 0; seed < trials; seed += 1) {
      const next = chanceOf(seed);
      if (endsOf(locked(60, () => 500 * next())).low === 0) nothing += 1;
      const { low, high } = endsOf(locked(60, () => 375 + 125 * next()));
      const truth = evenly(125, 437.5);
      if (low <= truth && truth <= high) held += 1;
    }
    expect(nothing / trials).toBeGreaterThan(0.85);
    expect(held / trials).toBeGreaterThan(0.88);
  });

  it('can’t be told without a cohort, from a handful of retries, or where nobody waits', () => {
    const calm = playRecord(() => null);
    expect(whyNot(read(calm, 'phase-locking'))).toMatch(/no cohort/);
    expect(whyNot(locked(29, () => 500))).toMatch(/fewer than 30/);
    expect(whyNot(locked(60))).toMatch(/fewer than 30/);
    expect(whyNot(locked(60, () => 5))).toMatch(/at once/);
  });
});

function endsOf(reading: Reading): { low: number; high: number } {
  if (reading.state === 'unmeasured' || reading.interval === null) throw new Error('no interval');
  return reading.interval;
}
