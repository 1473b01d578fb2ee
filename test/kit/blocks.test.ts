import { describe, expect, it } from 'vitest';
import { blockBootstrap, blockFor, widening, type Fraction } from '../../src/kit/blocks.js';
import { randomOf } from '../../src/kit/random.js';
import { normals } from '../../src/kit/redrawn.js';

it.each([
  [1, 1],
  [11, 1],
  [12, 2],
  [24, 4],
  [3600, 4],
])('of %i seconds, blocks have %i', (seconds, size) => {
  expect(blockFor(seconds)).toBe(size);
});

// Student's t of 95 % for one block fewer, from a table, over 1.96, times the root of n over n − 1.
it.each([
  [2, (12.7062 / 1.959964) * Math.SQRT2],
  [6, (2.570582 / 1.959964) * Math.sqrt(6 / 5)],
  [10, (2.262157 / 1.959964) * Math.sqrt(10 / 9)],
  [1000, 1],
])('what %i blocks say is widened by %d', (blocks, wider) => {
  expect(widening(blocks)).toBeCloseTo(wider, blocks === 1000 ? 2 : 4);
});

it('what one block says is taken as it is', () => {
  expect(widening(1)).toBe(1);
  expect(widening(Infinity)).toBe(1);
});

describe('blockBootstrap', () => {
  const alternating = Array.from({ length: 40 }, (_, index) => ({
    over: index % 2 === 0 ? 10 : 30,
    under: 10,
  }));
  const halves = Array.from({ length: 40 }, (_, index) => ({ over: index < 20 ? 10 : 30, under: 10 }));

  it('is the same for the same seed', () => {
    const random = randomOf(7).at('x');
    expect(blockBootstrap(halves, random)).toEqual(blockBootstrap(halves, random));
  });

  it('has no width where nothing varies', () => {
    const flat = Array.from({ length: 10 }, () => ({ over: 0.3, under: 0.1 }));
    const { low, high } = ends(flat, 1);
    expect(low).toBeCloseTo(3, 12);
    expect(high).toBeCloseTo(3, 12);
  });

  it('is wider where neighbours are alike than where they cancel out', () => {
    const clustered = ends(halves, 1);
    expect(ends(alternating, 1)).toEqual({ low: 2, high: 2 });
    expect(clustered.low).toBeLessThan(1.7);
    expect(clustered.high).toBeGreaterThan(2.3);
  });

  it('says nothing where there is nothing, or nothing to compare with', () => {
    expect(blockBootstrap([], randomOf(1))).toBeNull();
    expect(blockBootstrap([{ over: 3, under: 2 }], randomOf(1))).toBeNull();
    expect(blockBootstrap([NOTHING, NOTHING], randomOf(1))).toBeNull();
  });

  it('takes single seconds where there are few: half of ten are 2 to 8 (binomial), widened for ten', () => {
    const coins = Array.from({ length: 10 }, (_, index) => ({ over: index % 2, under: 1 }));
    const half = 0.3 * (2.262157 / 1.959964) * Math.sqrt(10 / 9);
    const { low, high } = ends(coins, 1);
    expect(low).toBeCloseTo(0.5 - half, 4);
    expect(high).toBeCloseTo(0.5 + half, 4);
  });

  // The one hit is drawn by each of seven blocks, the last of which is cut, with a probability of 1 in 12: at most
  // two of seven in 98.4 %, at most one in 89 %.
  it('draws exactly as many bins as there are', () => {
    const bins = Array.from({ length: 13 }, (_, index) => ({ over: index === 0 ? 1 : 0, under: 1 }));
    expect(ends(bins, 1).high).toBeCloseTo((1 + widening(13 / 2)) / 13, 12);
  });

  it('reaches no further than the lowest and the highest bin', () => {
    const two = [
      { over: 1, under: 10 },
      { over: 9, under: 10 },
    ];
    expect(ends(two, 1)).toEqual({ low: 0.1, high: 0.9 });
    // What has nothing to be divided by has no upper end.
    expect(ends([...two, { over: 100, under: 0 }], 1).high).toBeGreaterThanOrEqual(110 / 20);
  });

  it.each([
    { seconds: 8, alike: 0, least: 0.9 },
    { seconds: 12, alike: 0, least: 0.9 },
    { seconds: 13, alike: 0, least: 0.9 },
    { seconds: 40, alike: 0, least: 0.9 },
    // Where each second takes half of its luck from the one before, blocks of so few hold less than they should.
    { seconds: 12, alike: 0.5, least: 0.8 },
    { seconds: 40, alike: 0.5, least: 0.84 },
  ])('holds the true ratio of $seconds seconds that are $alike alike', ({ seconds, alike, least }) => {
    const trials = 400;
    let held = 0;
    for (let trial = 0; trial < trials; trial += 1) {
      const { low, high } = ends(strayingAround(2, seconds, { alike, seed: trial }), trial);
      if (low <= 2 && 2 <= high) held += 1;
    }
    expect(held / trials).toBeGreaterThan(least);
    expect(held / trials).toBeLessThan(0.99);
  });
});

describe('bins that stand in for their like only', () => {
  // Student's t of 95 % for ten degrees of freedom: twelve blocks, and two means.
  it('are widened for each mean that they have', () => {
    expect(widening(12, 2)).toBeCloseTo((2.228139 / 1.959964) * Math.sqrt(12 / 10), 4);
    expect(widening(4, 4)).toBe(1);
  });

  it('leave no width where those of a kind are all the same', () => {
    const planned = Array.from({ length: 40 }, (_, at) => {
      const stratum = Math.floor(at / 5) % 2;
      return { over: stratum === 0 ? 10 : 30, under: 10, stratum };
    });
    expect(ends(planned, 1)).toEqual({ low: 2, high: 2 });
    expect(
      ends(
        planned.map(({ over, under }) => ({ over, under })),
        1,
      ).low,
    ).toBeLessThan(1.7);
  });

  it.each([12, 36])(
    'hold the true ratio of %i seconds, half of them planned to be five times as much',
    (seconds) => {
      let held = 0;
      let width = 0;
      for (let trial = 0; trial < 400; trial += 1) {
        const bins = strayingAround(2, seconds, { alike: 0, seed: trial }).map(({ over, under }, at) => {
          const stratum = Math.floor(at / 3) % 2;
          return { over: stratum === 0 ? over : over + 8 * under, under, stratum };
        });
        const { low, high } = ends(bins, trial);
        width += (high - low) / 400;
        if (low <= 6 && 6 <= high) held += 1;
      }
      expect(held / 400).toBeGreaterThan(0.91);
      // Taken for chance, the halves alone would make 2 · 4 · 1.96 / √12 of it for twelve seconds, or 4.5.
      expect(width).toBeLessThan(2);
    },
  );
});

const NOTHING: Fraction = { over: 0, under: 0 };

function ends(bins: readonly Fraction[], seed: number): { low: number; high: number } {
  return blockBootstrap(bins, randomOf(seed).at('interval')) ?? { low: Number.NaN, high: Number.NaN };
}

/** Twenty users a second by chance; what each makes strays, and so does what a second makes of all of them. */
function strayingAround(mean: number, seconds: number, chance: { alike: number; seed: number }): Fraction[] {
  const next = randomOf(chance.seed).at('bins').sequence();
  const normal = normals(next);
  let mood = normal();
  return Array.from({ length: seconds }, () => {
    mood = chance.alike * mood + Math.sqrt(1 - chance.alike ** 2) * normal();
    const under = Math.max(1, Math.round(20 + Math.sqrt(20) * normal()));
    return { over: under * mean + Math.sqrt(under) * normal() + 0.4 * under * mood, under };
  });
}
