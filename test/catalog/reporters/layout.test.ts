import { expect, it } from 'vitest';
import { clip, toAscii, wrap } from '../../../src/catalog/reporters/layout.js';

it.each([
  ['54 → 81, ± 3', '54 -> 81, +- 3'],
  ['1\u202f972\u00a0calls, 7.4×, −1.5', '1 972 calls, 7.4x, -1.5'],
  ['“the provider’s own”', '"the provider\'s own"'],
  ['plan 5c1e…90af', 'plan 5c1e...90af'],
  ['naïve', 'naïve'],
])('%s is %s where there is no Unicode', (text, ascii) => {
  expect(toAscii(text)).toBe(ascii);
});

it('breaks no line between a number and its %', () => {
  // "users, or at least 95" has the 21 letters that fit, without the sign.
  expect(wrap('users, or at least 95 % of them', 21, '')).toEqual(['users, or at least', '95 % of them']);
});

it('marks what it cut off, as wide as was asked', () => {
  const style = { colour: false, columns: 80 };
  expect(clip('abcdef', 4, { ...style, unicode: true })).toBe('abc…');
  expect(clip('abcdef', 4, { ...style, unicode: false })).toBe('abc.');
  expect(clip('abcd', 4, { ...style, unicode: true })).toBe('abcd');
});
