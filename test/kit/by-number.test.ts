import { describe, expect, it } from 'vitest';
import { ByNumber } from '../../src/kit/by-number.js';

describe('places that belong to numbers', () => {
  it('are found under their own number, near and far', () => {
    const places = new ByNumber();
    const numbers = [-3, 0, 1, 1_023, 1_024, 5_000_000_000];
    for (const [place, number] of numbers.entries()) places.set(number, place);
    expect(numbers.map((number) => places.get(number))).toEqual([0, 1, 2, 3, 4, 5]);
    const others = [-1, 2, 1_025, 705_032_704];
    expect(others.map((number) => places.get(number))).toEqual(others.map(() => undefined));
  });

  it('are replaced by what is set later', () => {
    const places = new ByNumber();
    places.set(3, 7);
    places.set(3, 0);
    expect(places.get(3)).toBe(0);
  });
});
