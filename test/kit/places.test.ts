import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { END, Places } from '../../src/kit/places.js';

/** What `from` leads through. */
function walked(places: Places): number[] {
  const found: number[] = [];
  for (let place = places.from(0); place !== END; place = places.from(place + 1)) found.push(place);
  return found;
}

describe('places', () => {
  it.each([0, 1, 31, 32, 33, 1_024, 5_000])('are all of %i, or none of them', (length) => {
    const all = Array.from({ length }, (_, place) => place);
    expect(walked(Places.of(length, () => true))).toEqual(all);
    expect(walked(Places.of(length, () => false))).toEqual([]);
  });

  it('are those that were taken, in their order, however few and far between', () => {
    const taken = fc.uniqueArray(fc.nat(9_999), { maxLength: 40 });
    fc.assert(
      fc.property(taken, fc.nat(10_000), (some, from) => {
        const wanted = new Set(some);
        const sorted = some.toSorted((a, b) => a - b);
        const places = Places.of(10_000, (place) => wanted.has(place));
        expect(walked(places)).toEqual(sorted);
        expect(places.count).toBe(sorted.length);
        expect(places.from(from)).toBe(sorted.find((place) => place >= from) ?? END);
        // Out of turn: the last one first.
        const reversed = sorted.map((_, index) => sorted.length - 1 - index);
        expect(reversed.map((index) => places.nth(index))).toEqual(sorted.toReversed());
        const isEven = (place: number): boolean => place % 2 === 0;
        expect(walked(places.where(isEven))).toEqual(sorted.filter(isEven));
      }),
    );
  });
});
