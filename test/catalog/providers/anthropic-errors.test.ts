import { describe, expect, test } from 'vitest';
import { anthropic } from '../../../src/catalog/providers/anthropic.js';
import { context, LIMITS, refusalOf } from '../../support/dialect.js';
import { headOf, textOf } from '../../support/fake-provider.js';

describe('a refusal of Anthropic', () => {
  test.each([
    [400, 'invalid_request_error'],
    [401, 'authentication_error'],
    [402, 'billing_error'],
    [403, 'permission_error'],
    [404, 'not_found_error'],
    [409, 'conflict_error'],
    [413, 'request_too_large'],
    [422, 'invalid_request_error'],
    [429, 'rate_limit_error'],
    [500, 'api_error'],
    [501, 'api_error'],
    [504, 'timeout_error'],
    [529, 'overloaded_error'],
  ])('with %d is a %s', (status, type) => {
    const body = JSON.parse(textOf(anthropic.refuse(refusalOf({ status }), context))) as object;
    expect(body).toMatchObject({ type: 'error', error: { type }, request_id: `req_${context.canary}` });
  });

  test.each([
    [529, 'true'],
    [429, 'true'],
    [500, 'true'],
    [409, undefined],
    [404, undefined],
  ])('with %d says x-should-retry: %s', (status, says) => {
    expect(headOf(anthropic.refuse(refusalOf({ status }), context)).headers['x-should-retry']).toBe(says);
  });

  test('for credit is a 400 that is not to be tried again', () => {
    const plan = anthropic.refuse(refusalOf({ reason: 'quota-exhausted', status: 429 }), context);
    expect(headOf(plan)).toMatchObject({ status: 400, headers: { 'x-should-retry': 'false' } });
    expect(textOf(plan)).toContain('Your credit balance is too low');
  });

  test('for a limit names the one that is used up', () => {
    const refuse = (limits: typeof LIMITS) =>
      textOf(anthropic.refuse(refusalOf({ reason: 'rate-limit', status: 429 }), { ...context, limits }));
    expect(refuse(LIMITS)).toContain('rate limit of 4,000 requests per minute.');
    const tokens = { ...LIMITS, requests: { ...LIMITS.requests, remaining: 5 } };
    expect(refuse(tokens)).toContain('rate limit of 400,000 tokens per minute.');
  });

  test('with 503 is what Envoy says of an upstream, by cause', () => {
    const texts = (['overloaded', 'status'] as const).map((reason) =>
      textOf(anthropic.refuse(refusalOf({ reason, status: 503 }), context)),
    );
    expect(texts[0]).toContain('reset reason: overflow');
    expect(texts[1]).toContain('reset reason: connection timeout');
  });
});
