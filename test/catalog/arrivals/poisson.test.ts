import { expect, test } from 'vitest';
import { poisson } from '../../../src/catalog/arrivals/poisson.js';
import { randomOf } from '../../../src/kit/random.js';

const SECOND = 1_000_000;

function draw(seed: number, perSecond: number, opens: number, closes: number): readonly number[] {
  const next = randomOf(seed).at('arrivals').sequence();
  return poisson.draw({ opens, closes, perSecond, next });
}

test('times are whole microseconds within the stretch, ascending', () => {
  for (let seed = 0; seed < 50; seed += 1) {
    const due = draw(seed, 200, 5 * SECOND, 10 * SECOND);
    expect(due.every((at) => Number.isInteger(at) && at >= 5 * SECOND && at < 10 * SECOND)).toBe(true);
    expect(due.every((at, index) => index === 0 || at >= (due[index - 1] ?? 0))).toBe(true);
  }
});

test('the count over 400 seeds has the mean and the variance of Poisson', () => {
  const counts = Array.from({ length: 400 }, (_, seed) => draw(seed, 20, 0, 20 * SECOND).length);
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (counts.length - 1);
  // Both are 400. Standard errors: sqrt(400 / 400) = 1 and 400 * sqrt(2 / 399) = 28; four of each.
  expect(Math.abs(mean - 400)).toBeLessThan(4);
  expect(Math.abs(variance - 400)).toBeLessThan(4 * 28.4);
});

test('the index of dispersion in bins of 100 ms is about 1', () => {
  const due = draw(3, 50, 0, 400 * SECOND);
  const bins = new Array<number>(4_000).fill(0);
  for (const at of due) bins[Math.floor(at / 100_000)] = (bins[Math.floor(at / 100_000)] ?? 0) + 1;
  const mean = due.length / bins.length;
  const variance = bins.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (bins.length - 1);
  // Standard error sqrt(2 / 3999) = 0.022.
  expect(Math.abs(variance / mean - 1)).toBeLessThan(0.09);
});

test('gaps are exponential: a share of e^-1 is longer than the mean, e^-3 longer than three', () => {
  const due = draw(4, 100, 0, 200 * SECOND);
  const gaps = due.slice(1).map((at, index) => at - (due[index] ?? 0));
  const longer = (than: number): number => gaps.filter((gap) => gap > than).length / gaps.length;
  expect(longer(10_000)).toBeCloseTo(Math.exp(-1), 1);
  expect(Math.abs(longer(30_000) - Math.exp(-3))).toBeLessThan(0.007);
});

test.each([0, -1, Number.NaN])('a rate of %d brings nobody', (perSecond) => {
  expect(draw(1, perSecond, 0, SECOND)).toEqual([]);
});

test('an empty stretch brings nobody', () => {
  expect(draw(1, 20, SECOND, SECOND)).toEqual([]);
});
