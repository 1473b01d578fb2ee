import { expect, it } from 'vitest';
import { retryCountOf } from '../../../src/run/mock/retry-count.js';

it.each([
  [{ 'x-stainless-retry-count': '0' }, 0],
  [{ 'x-stainless-retry-count': '2' }, 2],
  [{}, null],
  [{ 'x-stainless-retry-count': 'two' }, null],
  [{ 'x-stainless-retry-count': '-1' }, null],
  [{ 'x-stainless-retry-count': ['1', '2'] }, null],
])('%o is retry %s', (headers, count) => {
  expect(retryCountOf(headers)).toBe(count);
});
