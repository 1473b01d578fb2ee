import { expect, it } from 'vitest';
import { holds } from '../../src/catalog/holds.js';

it.each([
  ['<', true, false, false],
  ['<=', true, true, false],
  ['>', false, false, true],
  ['>=', false, true, true],
  ['==', false, true, false],
] as const)('%s of 1, 2 and 3 beside 2', (is, ...expected) => {
  expect([1, 2, 3].map((value) => holds(value, is, 2))).toEqual(expected);
});
