import { expect, test } from 'vitest';
import { advertisedWait } from '../../../src/run/mock/advertised.js';

const NOW = Date.UTC(2026, 10, 20, 10, 0, 0);

function wait(headers: Readonly<Record<string, string>>, status = 529): number | null {
  return advertisedWait(
    [
      { do: 'head', after: 0, status, headers },
      { do: 'end', after: 0 },
    ],
    NOW,
  );
}

test.each([
  ['seconds', { 'retry-after': '5' }, 5000],
  ['a name in capitals', { 'Retry-After': '2' }, 2000],
  ['parts of a second', { 'retry-after': '0.5' }, 500],
  ['a date', { 'retry-after': 'Fri, 20 Nov 2026 10:00:30 GMT' }, 30_000],
  ['a date that has passed', { 'retry-after': 'Fri, 20 Nov 2026 09:00:00 GMT' }, 0],
  ['milliseconds before seconds', { 'retry-after': '5', 'retry-after-ms': '250' }, 250],
  ['nothing', {}, null],
  ['nonsense', { 'retry-after': 'soon' }, null],
  ['a negative number', { 'retry-after': '-5' }, null],
])('reads %s', (_, headers, expected) => {
  expect(wait(headers)).toBe(expected);
});

test('a success asks nobody to wait', () => {
  expect(wait({ 'retry-after': '5' }, 200)).toBeNull();
});

test('nothing is asked where no head goes out', () => {
  expect(advertisedWait([{ do: 'reset', after: 0 }], NOW)).toBeNull();
});
