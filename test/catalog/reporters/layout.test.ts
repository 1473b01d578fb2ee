import { expect, it } from 'vitest';
import { toAscii } from '../../../src/catalog/reporters/layout.js';

it.each([
  ['54 → 81, ± 3', '54 -> 81, +- 3'],
  ['1\u202f972\u00a0calls, 7.4×, −1.5', '1 972 calls, 7.4x, -1.5'],
  ['“the provider’s own”', '"the provider\'s own"'],
  ['plan 5c1e…90af', 'plan 5c1e...90af'],
  ['naïve', 'naïve'],
])('%s is %s where there is no Unicode', (text, ascii) => {
  expect(toAscii(text)).toBe(ascii);
});
