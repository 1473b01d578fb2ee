import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hexOf } from '../../src/kit/hex.js';

it('is what the language writes, with all its zeros', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0xffffffff }), (value) => {
      expect(hexOf(value)).toBe(value.toString(16).padStart(8, '0'));
    }),
  );
  expect(hexOf(0)).toBe('00000000');
});
