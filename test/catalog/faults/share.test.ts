import { expect, it } from 'vitest';
import { shareAt } from '../../../src/catalog/faults/share.js';

it.each([
  [{ from: 0.6, to: 0.6, over: 0 }, 0, 0.6],
  [{ from: 0, to: 1, over: 10_000 }, 0, 0],
  [{ from: 0, to: 1, over: 10_000 }, 2500, 0.25],
  [{ from: 0, to: 1, over: 10_000 }, 10_000, 1],
  [{ from: 0, to: 1, over: 10_000 }, 99_000, 1],
  [{ from: 1, to: 0.5, over: 4000 }, 1000, 0.875],
  [{ from: 0, to: 1, over: 10_000 }, -5, 0],
])('%j is at %d ms a share of %d', (share, at, ratio) => {
  expect(shareAt(share, at)).toBe(ratio);
});
