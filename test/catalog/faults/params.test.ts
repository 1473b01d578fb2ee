import { describe, expect, it } from 'vitest';
import { retryAfter, slowness, tokenPlace } from '../../../src/catalog/faults/params.js';
import { complaint } from './hurt.js';

describe('places in an answer', () => {
  it.each([
    [12, { of: 'tokens', low: 12, high: 12 }],
    ['12', { of: 'tokens', low: 12, high: 12 }],
    ['5..40', { of: 'tokens', low: 5, high: 40 }],
    ['20 ± 50%', { of: 'tokens', low: 10, high: 30 }],
    ['50%', { of: 'answer', low: 0.5, high: 0.5 }],
    ['10%..90%', { of: 'answer', low: 0.1, high: 0.9 }],
    [0, { of: 'tokens', low: 0, high: 0 }],
  ])('reads %s', (written, place) => {
    expect(tokenPlace.parse(written)).toEqual(place);
  });

  it.each([0.5, -1, '120%', '80% ± 50%', 'the end', '40..5'])('refuses %s', (written) => {
    expect(tokenPlace.safeParse(written).success).toBe(false);
  });
});

describe('slowness', () => {
  it.each([
    ['8x', { kind: 'factor', factor: 8 }],
    ['2s', { kind: 'extra', low: 2000, high: 2000 }],
    ['1s..3s', { kind: 'extra', low: 1000, high: 3000 }],
  ])('reads %s', (written, slower) => {
    expect(slowness.parse(written)).toEqual(slower);
  });

  it.each(['1x', '0.5x', '0s', 8])('refuses %s, which is not slower or not a quantity', (written) => {
    expect(slowness.safeParse(written).success).toBe(false);
  });
});

describe('Retry-After', () => {
  it.each([
    ['5s', { kind: 'seconds', ms: 5000 }],
    ['0s', { kind: 'seconds', ms: 0 }],
    ['1m', { kind: 'seconds', ms: 60_000 }],
    ['absurd', { kind: 'seconds', ms: 86_400_000 }],
    ['absent', { kind: 'absent' }],
    [{ milliseconds: '150ms' }, { kind: 'milliseconds', ms: 150 }],
    [{ date: '5s' }, { kind: 'date', ms: 5000 }],
    [{ raw: 'soon' }, { kind: 'raw', text: 'soon' }],
  ])('reads %j', (written, meant) => {
    expect(retryAfter.parse(written)).toEqual(meant);
  });

  it.each([5, '1.5s', '300ms', 'soon', { date: 5 }, { raw: 'soon', date: '5s' }, null])(
    'refuses %j',
    (written) => {
      expect(retryAfter.safeParse(written).success).toBe(false);
    },
  );
});

it.each([
  ['status', { status: 700 }, 'status: expected a status from 400 to 599, such as 529, found 700'],
  ['status', {}, 'status: expected a status from 400 to 599, such as 529, found nothing'],
  ['status', { status: '529' }, 'status: expected a status from 400 to 599, such as 529, found "529"'],
  ['html-page', { status: 500 }, 'status: expected one of 502, 503, 504, 520, 522, 524, found 500'],
  [
    'wrong-4xx',
    { status: 429 },
    'status: expected a status other than 429, which is `fault: rate-limit`, found 429',
  ],
  ['wrong-4xx', { status: 500 }, 'status: expected a status from 400 to 499, such as 400, found 500'],
  [
    'latency',
    { by: 5 },
    'by: expected a duration or a range of them, such as 300ms, 300ms ± 20% or 200ms..400ms, found 5',
  ],
  [
    'rate-limit',
    { requests: 10 },
    'requests: expected a rate above zero, such as 20/s or 1200/min, found 10',
  ],
  ['stall', { every: '1ms' }, 'every: expected a duration of at least 100ms, such as 10s, found "1ms"'],
])('says of %s %j: %s', (kind, params, said) => {
  expect(complaint(kind, params)).toBe(said);
});

it('names every way to write a Retry-After where none was used', () => {
  for (const [kind, written] of [
    ['status', 5],
    ['rate-limit', { date: 5 }],
  ] as const) {
    const said = complaint(kind, { status: 503, requests: '1/s', retryAfter: written });
    for (const way of [
      '5s',
      'milliseconds',
      'date',
      'raw',
      'absurd',
      'absent',
      `found ${JSON.stringify(written)}`,
    ]) {
      expect(said).toContain(way);
    }
  }
});
