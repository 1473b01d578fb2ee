import { describe, expect, it } from 'vitest';
import {
  meanWithin,
  normalCdf,
  quantileRanks,
  quotientOf,
  rankOf,
  wilson,
} from '../../src/kit/statistics.js';

describe('normalCdf', () => {
  it.each([
    [0, 0.5],
    [1, 0.8413447],
    [-1, 0.1586553],
    [1.2815516, 0.9],
    [1.959964, 0.975],
    [-3, 0.0013499],
    [6, 1],
  ])('of %d is %d', (x, expected) => {
    expect(normalCdf(x)).toBeCloseTo(expected, 6);
  });
});

describe('wilson', () => {
  it('proves at most 1 % from 0 of 381', () => {
    const { low, high } = wilson(0, 381);
    expect(low).toBe(0);
    expect(high).toBeCloseTo(0.01, 4);
  });

  it('gives 0.43 % to 2.32 % for 5 of 500', () => {
    const { low, high } = wilson(5, 500);
    expect(low).toBeCloseTo(0.0043, 4);
    expect(high).toBeCloseTo(0.0232, 4);
  });

  it.each([
    [73, 0.05],
    [765, 0.005],
    [3838, 0.001],
  ])('needs %i without an event to stay within %d', (count, most) => {
    expect(wilson(0, count).high).toBeLessThanOrEqual(most);
    expect(wilson(0, count - 1).high).toBeGreaterThan(most);
  });
});

describe('quantileRanks', () => {
  it.each([
    [0.5, 6],
    [0.9, 29],
    [0.95, 59],
    [0.99, 299],
  ])('encloses the %d quantile from %i values on, and not from one fewer', (quantile, count) => {
    expect(quantileRanks(quantile, count)).not.toBeNull();
    expect(quantileRanks(quantile, count - 1)).toBeNull();
  });

  it('takes ranks 40 and 61 around the median of 100', () => {
    expect(quantileRanks(0.5, 100)).toEqual({ low: 40, high: 61 });
  });

  it('stays close to the normal ranks for a million values', () => {
    const ranks = quantileRanks(0.95, 1_000_000);
    const half = 1.96 * Math.sqrt(1_000_000 * 0.95 * 0.05);
    expect(ranks?.low).toBeCloseTo(950_000 - half, -1);
    expect(ranks?.high).toBeCloseTo(950_000 + half, -1);
  });
});

describe('rankOf', () => {
  it.each([
    [0.5, 4, 2],
    [0.95, 20, 19],
    [0.95, 100, 95],
    [0, 5, 1],
    [1, 5, 5],
  ])('of %d among %i is %i', (quantile, count, rank) => {
    expect(rankOf(quantile, count)).toBe(rank);
  });
});

describe('meanWithin', () => {
  it('has an interval where all values are alike', () => {
    const { low, high } = meanWithin({ count: 100, sum: 100, squares: 100 }, { low: 0, high: 1 });
    expect(high).toBe(1);
    expect(low).toBeGreaterThan(0.93);
    expect(low).toBeLessThan(0.99);
  });

  it('uses the spread that was seen, so that it is narrower than that of a share', () => {
    const narrow = meanWithin({ count: 1000, sum: 500, squares: 260 }, { low: 0, high: 1 });
    const share = wilson(500, 1000);
    expect(narrow.high - narrow.low).toBeLessThan((share.high - share.low) / 2);
    expect(narrow.low).toBeLessThan(0.5);
    expect(narrow.high).toBeGreaterThan(0.5);
  });
});

describe('quotientOf', () => {
  const exactly = (value: number) => ({ value, low: value, high: value });

  it('adds the errors of both sides as a right angle does', () => {
    // 0.9 of a third is 0.3; six over 3.75 lies 0.4 below two, and six over 2.5 as far above it.
    const { low, high } = quotientOf({ value: 6, low: 5.1, high: 6.9 }, { value: 3, low: 2.5, high: 3.75 });
    expect(low).toBeCloseTo(2 - Math.hypot(0.3, 0.4), 12);
    expect(high).toBeCloseTo(2 + Math.hypot(0.3, 0.4), 12);
  });

  it('is the error of one side where the other is certain', () => {
    expect(quotientOf({ value: 6, low: 3, high: 12 }, exactly(3))).toEqual({ low: 1, high: 4 });
    expect(quotientOf(exactly(6), { value: 3, low: 2, high: 6 })).toEqual({ low: 1, high: 3 });
    expect(quotientOf(exactly(-6), { value: 3, low: 2, high: 6 })).toEqual({ low: -3, high: -1 });
  });

  it('has no upper end where what is divided by may be nothing', () => {
    expect(quotientOf(exactly(6), { value: 3, low: -1, high: 6 })).toEqual({ low: 1, high: Infinity });
    expect(quotientOf(exactly(0), { value: 3, low: 0, high: 6 })).toEqual({ low: 0, high: Infinity });
  });
});
