import { describe, expect, it } from 'vitest';
import { headOf, healthy, textOf } from '../../support/fake-provider.js';
import { hurt, refusalIn } from './hurt.js';

it.each([
  [500, 'status'],
  [502, 'status'],
  [503, 'overloaded'],
  [529, 'overloaded'],
])('%d is called %s, for the vendor to put in its own words', (status, reason) => {
  const refusal = { reason, status, retryAfter: { kind: 'absent' }, message: null };
  expect(refusalIn(hurt(healthy('whole'), 'status', { status }))).toEqual(refusal);
  expect(refusalIn(hurt(healthy('streamed'), 'status', { status }))).toEqual(refusal);
});

it('passes on when to come back, and the words of the author', () => {
  const plan = hurt(healthy('whole'), 'status', { status: 503, retryAfter: '5s', message: 'Later' });
  expect(refusalIn(plan)).toMatchObject({ retryAfter: { kind: 'seconds', ms: 5000 }, message: 'Later' });
});

describe('status', () => {
  it('may say the words and headers of the author instead, with a true length', () => {
    const plan = hurt(healthy('whole'), 'status', {
      status: 503,
      body: 'upstream connect error — {{canary}}',
      headers: { 'x-should-retry': 'false', 'Content-Type': 'text/plain' },
    });
    expect(textOf(plan)).toBe('upstream connect error — CANARY');
    expect(headOf(plan)).toMatchObject({
      status: 503,
      headers: { 'x-should-retry': 'false', 'Content-Type': 'text/plain', 'content-length': '33' },
    });
    expect(Object.keys(headOf(plan).headers)).toHaveLength(3);
  });

  it.each([
    ['{"status":"come back later"}', 'application/json'],
    ['come back later', 'text/plain; charset=utf-8'],
  ])('calls %s what it is', (body, type) => {
    const plan = hurt(healthy('whole'), 'status', { status: 429, body });
    expect(headOf(plan).headers['content-type']).toBe(type);
  });
});
