import { expect, test } from 'vitest';
import { isRetried, waitBefore } from '../../src/demo/sdk-retry.js';

// Measured on the clients themselves.
test.each([
  [400, false],
  [401, false],
  [404, false],
  [408, true],
  [409, true],
  [413, false],
  [422, false],
  [429, true],
  [500, true],
  [501, true],
  [529, true],
])('%d is retried: %s', (status, expected) => {
  expect(isRetried(status, {})).toBe(expected);
  expect(isRetried(status, { 'x-should-retry': 'true' })).toBe(true);
  expect(isRetried(status, { 'x-should-retry': 'false' })).toBe(false);
});

test.each([
  [0, 375, 500],
  [1, 750, 1_000],
  [2, 1_500, 2_000],
  [4, 6_000, 8_000],
  [5, 6_000, 8_000],
])('after %d retries it waits from %d to %d ms', (retries, low, high) => {
  expect(waitBefore('anthropic', {}, { retries, chance: 1, now: 0 })).toBe(low);
  expect(waitBefore('openai', {}, { retries, chance: 0, now: 0 })).toBe(high);
});

test.each([
  [{ 'retry-after': '3600' }, 3_600_000, 3_600_000],
  [{ 'retry-after': '0' }, 500, 0],
  [{ 'retry-after': 'garbage' }, 500, 0],
  [{ 'retry-after': '-5' }, 500, 0],
  [{ 'retry-after-ms': '0', 'retry-after': '2' }, 2_000, 2_000],
  [{ 'retry-after-ms': '100', 'retry-after': '3' }, 100, 100],
])('%j: anthropic waits %d ms, openai %d ms', (headers, anthropic, openai) => {
  const first = { retries: 0, chance: 0, now: 0 };
  expect(waitBefore('anthropic', headers, first)).toBe(anthropic);
  expect(waitBefore('openai', headers, first)).toBe(openai);
});
