import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { howMany, inOrder, numbersOf, Picked, Sequence, type List } from '../../src/kit/list.js';

/** Makes its entries when they are looked at. */
class Squares extends Sequence<number> {
  readonly length: number;

  constructor(length: number) {
    super();
    this.length = length;
  }

  entry(index: number): number {
    return index * index;
  }
}

const isOdd = (value: number): boolean => value % 2 === 1;

function told(list: List<number>): unknown {
  return {
    ...{ all: [...list], length: list.length, ends: [list.at(0), list.at(-1), list.at(list.length)] },
    ...{ odd: list.filter(isOdd), first: list.find(isOdd), some: list.some(isOdd), every: list.every(isOdd) },
    ...{ map: list.map((value, index) => value - index), sum: list.reduce((sum, value) => sum + value, 0) },
    flat: list.flatMap((value) => (isOdd(value) ? [value, value] : [])),
    ...{ numbers: numbersOf(list, (value) => value / 2), many: howMany(list, isOdd) },
  };
}

describe('numbers in order', () => {
  it('are told by their places, equal ones as they stand or by what is said', () => {
    const numbers = Float64Array.from([3, 1, 2, 1, 3]);
    expect([...inOrder(numbers)]).toEqual([1, 3, 2, 0, 4]);
    expect([...inOrder(numbers, (a, b) => b - a)]).toEqual([3, 1, 2, 4, 0]);
  });
});

describe('a list of what is made when it is looked at', () => {
  it.each([0, 1, 2, 7])('is read as an array of %i is', (length) => {
    expect(told(new Squares(length))).toEqual(told([...new Squares(length)]));
  });

  it('is picked from as an array is filtered, once and again', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(99), { maxLength: 3_000 }), (array) => {
        const odd = Picked.of(array, isOdd);
        const few = odd.where((value) => value < 20);
        expect(told(odd)).toEqual(told(array.filter(isOdd)));
        expect(told(few)).toEqual(told(array.filter((value) => isOdd(value) && value < 20)));
        // By place: every third of all, and of the odd ones those that stand at such a place.
        const isThird = (place: number): boolean => place % 3 === 0;
        expect(told(Picked.at(array, isThird))).toEqual(told(array.filter((_, place) => isThird(place))));
        const oddThirds = array.filter((value, place) => isOdd(value) && isThird(place));
        expect(told(odd.whereAt(isThird))).toEqual(told(oddThirds));
      }),
    );
  });
});
