import { describe, expect, it } from 'vitest';
import { Shapes } from '../../../src/run/record/shapes.js';

describe('what rows have in common', () => {
  it('is kept once, and is the same only where each value is', () => {
    const shapes = new Shapes<string>((shape) => [shape]);
    const idOf = (...values: (string | number | null)[]): number => {
      const leaf = values.reduce((branch, value) => branch.to(value), shapes.root);
      return leaf.id < 0 ? shapes.add(leaf, values.join()) : leaf.id;
    };
    const rows = [
      ['a', 1],
      ['a', null],
      ['b', 1],
      ['a', 1],
      ['a', '1'],
      ['b', 1],
    ];
    expect(rows.map((row) => idOf(...row))).toEqual([0, 1, 2, 0, 3, 2]);
    expect([0, 1, 2].map((id) => shapes.at(id))).toEqual(['a,1', 'a,', 'b,1']);
    shapes.clear();
    expect(idOf('b', 2)).toBe(0);
    expect(shapes.piecesAt(0)).toEqual(['b,2']);
  });
});
