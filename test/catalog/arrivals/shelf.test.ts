import { expect, test } from 'vitest';
import { arrivalById, arrivals } from '../../../src/catalog/arrivals/shelf.js';

test.each(arrivals)('$id is found by its id', (arrival) => {
  expect(arrivalById(arrival.id)).toBe(arrival);
});

test('what is not on the shelf is not found', () => {
  expect(arrivalById('bursts')).toBeUndefined();
});

test.each(arrivals)(
  '$id: the same chance gives the same times, and a later stretch the same pattern',
  (arrival) => {
    const chances = [0.1, 0.9, 0.5, 0.3, 0.7];
    const sequence = (): (() => number) => {
      let turn = 0;
      return () => chances[turn++ % chances.length] ?? 0;
    };
    const draw = (opens: number): readonly number[] =>
      arrival.draw({ opens, closes: opens + 1_000_000, perSecond: 40, next: sequence() });
    expect(draw(0)).toEqual(draw(0));
    expect(draw(0).length).toBeGreaterThan(10);
    expect(draw(3_000_000)).toEqual(draw(0).map((at) => at + 3_000_000));
  },
);
