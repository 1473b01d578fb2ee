import { describe, expect, it } from 'vitest';
import { randomOf } from '../../src/kit/random.js';
import { aroundGreatest, middle, normals } from '../../src/kit/redrawn.js';

it('normals have the mean, the deviation and the tails of the standard normal', () => {
  const next = normals(randomOf(3).sequence());
  const drawn = Array.from({ length: 100_000 }, next);
  const mean = drawn.reduce((sum, value) => sum + value, 0) / drawn.length;
  const squares = drawn.reduce((sum, value) => sum + value * value, 0) / drawn.length;
  expect(Math.abs(mean)).toBeLessThan(0.01);
  expect(squares).toBeCloseTo(1, 1);
  const beyond = drawn.filter((value) => Math.abs(value) > 1.959964).length / drawn.length;
  expect(beyond).toBeCloseTo(0.05, 2);
});

it('the middle leaves one draw in forty on either side', () => {
  let last = 0;
  expect(middle(() => (last += 1))).toEqual({ low: 50, high: 1950 });
});

describe('around the greatest value', () => {
  it('strays by the root of the count where all are alike, and is none of nothing', () => {
    const ends = aroundGreatest([25, 25, 25, 25, 25, 25, 25]);
    expect(ends?.low).toBeCloseTo(25 - 1.96 * 5, 2);
    expect(ends?.high).toBeCloseTo(25 + 1.96 * 5, 2);
    expect(aroundGreatest([])).toBeNull();
    expect(aroundGreatest([0, 0, 0])).toEqual({ low: 0, high: 0 });
  });

  it('ends below where one in forty draws of blocks would', () => {
    // Forty seconds are ten blocks of four; one begins in each of the first 37, and its last second is its greatest.
    const values = Array.from({ length: 40 }, (_, second) => 10_000 + 100 * second);
    const chance = randomOf(1).sequence();
    const drawn = Array.from({ length: 4_000 }, () =>
      Math.max(...Array.from({ length: 10 }, () => values[3 + Math.floor(chance() * 37)] ?? 0)),
    ).sort((a, b) => a - b);
    expect(Math.abs((aroundGreatest(values)?.low ?? 0) - (drawn[100] ?? 0))).toBeLessThanOrEqual(200);
  });

  it('reaches as far above as draws stay below, where one second stands out', () => {
    const values = Array.from({ length: 40 }, (_, second) => (second === 20 ? 90 : 20));
    expect(aroundGreatest(values)).toEqual({ low: 20, high: 160 });
  });

  it.each([5, 20, 200])('holds the greatest to expect of 40 seconds of chance at %i a second', (rate) => {
    const truth = greatestToExpect(rate, 40);
    const trials = 200;
    let held = 0;
    for (let trial = 0; trial < trials; trial += 1) {
      const chance = randomOf(trial).at('counts').sequence();
      const values = Array.from({ length: 40 }, () => poisson(rate, chance));
      const ends = aroundGreatest(values);
      if (ends !== null && ends.low <= truth && truth <= ends.high) held += 1;
    }
    expect(held / trials).toBeGreaterThan(0.9);
  });
});

/** Sum over k of the chance that one of so many Poisson counts is above k. */
function greatestToExpect(rate: number, seconds: number): number {
  let term = Math.exp(-rate);
  let below = term;
  let expected = 1 - below ** seconds;
  for (let k = 1; k < 10 * rate + 50; k += 1) {
    term *= rate / k;
    below = Math.min(1, below + term);
    expected += 1 - below ** seconds;
  }
  return expected;
}

function poisson(rate: number, chance: () => number): number {
  let count = 0;
  for (let at = -Math.log(1 - chance()) / rate; at < 1; at -= Math.log(1 - chance()) / rate) count += 1;
  return count;
}
