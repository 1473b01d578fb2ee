import { describe, expect, test } from 'vitest';
import { openai } from '../../../src/catalog/providers/openai.js';
import type { RetryAfter } from '../../../src/model/llm.js';
import { context, openaiErrorIn, LIMITS, refusalOf } from '../../support/dialect.js';
import { headOf, textOf } from '../../support/fake-provider.js';

describe('a refusal of OpenAI', () => {
  test.each([
    [401, 'invalid_request_error', 'invalid_api_key'],
    [403, 'request_forbidden', 'unsupported_country_region_territory'],
    [404, 'invalid_request_error', 'model_not_found'],
    [418, 'invalid_request_error', null],
    [429, 'requests', 'rate_limit_exceeded'],
    [500, 'server_error', null],
    [501, 'server_error', null],
    [502, 'cf_bad_gateway', 502],
    [503, 'service_unavailable_error', 'server_is_overloaded'],
    [529, 'service_unavailable_error', 'server_is_overloaded'],
  ])('with %d is a %s, %s', (status, type, code) => {
    expect(openaiErrorIn(openai.refuse(refusalOf({ status }), context))).toMatchObject({ type, code });
  });

  test('is indented and ends with a newline', () => {
    const text = textOf(openai.refuse(refusalOf({}), context));
    expect(text).toBe(`${JSON.stringify(JSON.parse(text), null, 2)}\n`);
  });

  test('for quota has the status of a rate limit, and a type of its own', () => {
    const plan = openai.refuse(refusalOf({ reason: 'quota-exhausted', status: 400 }), context);
    expect(headOf(plan).status).toBe(429);
    expect(openaiErrorIn(plan)).toMatchObject({ type: 'insufficient_quota', code: 'insufficient_quota' });
  });

  test.each([
    [{ kind: 'seconds', ms: 7000 }, ' Please try again in 7s.'],
    [{ kind: 'milliseconds', ms: 2310 }, ' Please try again in 2.31s.'],
    [{ kind: 'date', ms: 90_000 }, ' Please try again in 1m30s.'],
    [{ kind: 'absent' }, ''],
    [{ kind: 'raw', text: 'soon' }, ''],
  ] as const)('for a limit says in words what it asks for: %o', (retryAfter: RetryAfter, again) => {
    const refusal = refusalOf({ reason: 'rate-limit', status: 429, retryAfter });
    const { message } = openaiErrorIn(openai.refuse(refusal, { ...context, limits: LIMITS }));
    expect(message).toBe(
      `Rate limit reached for some-model-1 in organization org-${context.canary} on requests per min (RPM): Limit 4000, Used 4000, Requested 1.${again} Visit https://platform.openai.com/account/rate-limits to learn more.`,
    );
  });

  test('for tokens says so', () => {
    const limits = { requests: null, tokens: { limit: 30_000, remaining: 433, resetsIn: 100 } };
    const plan = openai.refuse(refusalOf({ reason: 'rate-limit', status: 429 }), { ...context, limits });
    expect(openaiErrorIn(plan)).toMatchObject({ type: 'tokens' });
    expect(openaiErrorIn(plan).message).toContain('on tokens per min (TPM): Limit 30000, Used 29567');
  });

  test('for a missing model comes from a gateway that has no request id', () => {
    const plan = openai.refuse(refusalOf({ reason: 'retired-model', status: 404 }), context);
    expect(headOf(plan).headers).not.toHaveProperty('x-request-id');
    expect(openaiErrorIn(plan).message).toContain('The model `some-model-1` does not exist');
  });
});
