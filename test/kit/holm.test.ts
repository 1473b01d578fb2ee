import { expect, it } from 'vitest';
import { holm } from '../../src/kit/holm.js';

it('holds the smallest against the level over all, the next against the level over what is left', () => {
  expect(holm([0.04, 0.001, 0.02], 0.05)).toEqual([
    { level: 0.05, isUnlikely: true },
    { level: 0.05 / 3, isUnlikely: true },
    { level: 0.025, isUnlikely: true },
  ]);
});

it('stops at the first that chance may have done, however unlikely are those behind it', () => {
  // 0.03 is more than 0.05 / 2, so 0.04 is not asked, though it is less than 0.05.
  expect(holm([0.04, 0.01, 0.03], 0.05).map(({ isUnlikely }) => isUnlikely)).toEqual([false, true, false]);
});

it('counts none that can not be told', () => {
  expect(holm([null, 0.04, null], 0.05)).toEqual([
    { level: 0.05, isUnlikely: false },
    { level: 0.05, isUnlikely: true },
    { level: 0.05, isUnlikely: false },
  ]);
});
