import { expect, test } from 'vitest';
import { AttemptFailure, retryAfterIn } from '../../../src/demo/hardened/failure.js';

const now = Date.parse('2026-01-15T09:30:00Z');

test.each([
  [{}, null],
  [{ 'retry-after': '5' }, 5_000],
  [{ 'retry-after': '0.5' }, 500],
  [{ 'retry-after-ms': '150', 'retry-after': '3' }, 150],
  [{ 'retry-after': 'Thu, 15 Jan 2026 09:30:10 GMT' }, 10_000],
  [{ 'retry-after': 'Thu, 15 Jan 2026 09:29:00 GMT' }, null],
  [{ 'retry-after': '0' }, null],
  [{ 'retry-after': '-3' }, null],
  [{ 'retry-after': 'soon' }, null],
])('%j asks for %s ms', (headers, wait) => {
  expect(retryAfterIn(headers, now)).toBe(wait);
});

test.each([
  [new AttemptFailure('slow'), true],
  [new AttemptFailure('refused', { status: 529 }), true],
  [new AttemptFailure('refused', { status: 429 }), true],
  [new AttemptFailure('refused', { status: 500 }), false],
  [new AttemptFailure('broken'), false],
])('%o speaks of overload: %s', (failure, expected) => {
  expect(failure.isOverload).toBe(expected);
});
