import { describe, expect, it } from 'vitest';
import { ByNumber } from '../../src/kit/by-number.js';

describe('what belongs to numbers', () => {
  it('is found under its own number, near and far', () => {
    const names = new ByNumber<string>();
    const numbers = [0, 1, 1_023, 1_024, 5_000_000_000];
    for (const number of numbers) names.set(number, `n${number}`);
    expect(numbers.map((number) => names.get(number))).toEqual(numbers.map((number) => `n${number}`));
    expect([2, 1_025, 705_032_704].map((number) => names.get(number))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('is replaced by what is set later', () => {
    const names = new ByNumber<string>();
    names.set(3, 'early');
    names.set(3, 'late');
    expect(names.get(3)).toBe('late');
  });
});
