import { expect, test } from 'vitest';
import { constant } from '../../../src/catalog/arrivals/constant.js';

const draw = (perSecond: number, opens: number, closes: number): readonly number[] =>
  constant.draw({ opens, closes, perSecond, next: () => 0.5 });

test('four a second arrive every 250 ms, the first when the stretch opens, none when it closes', () => {
  expect(draw(4, 1_000_000, 2_000_000)).toEqual([1_000_000, 1_250_000, 1_500_000, 1_750_000]);
});

test.each([
  [20, 20, 400],
  [500, 6, 3_000],
  [3, 10, 30],
  [0.5, 5, 3],
])('%d a second for %d s are exactly %d', (perSecond, seconds, count) => {
  expect(draw(perSecond, 0, seconds * 1_000_000)).toHaveLength(count);
});

test('no error adds up over a million arrivals', () => {
  const due = draw(3_000, 0, 334_000_000);
  expect(due[999_999]).toBe(Math.floor((999_999 * 1_000_000) / 3_000));
});

test.each([0, -5, Number.NaN])('a rate of %d brings nobody', (perSecond) => {
  expect(draw(perSecond, 0, 1_000_000)).toEqual([]);
});
