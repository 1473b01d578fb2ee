import { describe, expect, it } from 'vitest';
import { Cells } from '../../../src/run/record/cells.js';

const VALUES = [
  0,
  -1,
  12_345,
  32_766,
  32_767,
  -32_767,
  -32_768,
  65_536,
  2 ** 31 - 1,
  2 ** 31,
  -(2 ** 31),
  5e9,
];

describe.each([16, 32] as const)('columns of %i bits', (bits) => {
  it('give back what was put in, whether it fits or not', () => {
    const put = [...VALUES, 0.5, 1e300, Number.MIN_SAFE_INTEGER, null];
    const cells = new Cells(put.length, 2, bits);
    for (const [row, value] of put.entries()) {
      cells.put(row, 0, value);
      cells.put(row, 1, row);
    }
    expect(put.map((_, row) => cells.get(row, 0))).toEqual(put);
    expect(put.map((_, row) => cells.get(row, 1))).toEqual(put.map((_, row) => row));
  });
});
