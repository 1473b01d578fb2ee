import { describe, expect, test } from 'vitest';
import { canariesIn } from '../../../src/catalog/answers/canary.js';
import type { RefusalReason } from '../../../src/model/llm.js';
import { callTo, context, eachProvider, LIMITS, refusalOf, textAnswer } from '../../support/dialect.js';
import { headOf, textOf } from '../../support/fake-provider.js';
import { expectLength, timeOf, writesOf } from '../../support/wire-plans.js';

const reasons: readonly (readonly [RefusalReason, readonly number[]])[] = [
  ['status', Array.from({ length: 200 }, (_, index) => 400 + index)],
  ['overloaded', [500, 503, 529]],
  ['rate-limit', [429]],
  ['quota-exhausted', [429]],
  ['retired-model', [404]],
  ['auth-rejected', [401, 403]],
  ['bad-request', [400, 404, 405, 422, 499]],
  ['unknown-route', [404]],
  ['html-page', [500, 502, 503, 504, 520, 522, 524]],
];
const refusals = eachProvider.flatMap(([id, provider]) =>
  reasons.map(([reason, statuses]) => [id, reason, { provider, statuses }] as const),
);

describe('a refusal', () => {
  test.each(refusals)('of %s for %s is one body, at once, without tokens', (_id, reason, it) => {
    for (const status of it.statuses) {
      const plan = it.provider.refuse(refusalOf({ reason, status }), context);
      expect(plan.map((step) => step.do)).toEqual(['head', 'write', 'end']);
      expect(timeOf(plan)).toBe(0);
      expect(writesOf(plan)).toMatchObject([{ part: 'body', tokens: 0 }]);
      expectLength(plan);
      if (reason !== 'quota-exhausted') expect(headOf(plan).status).toBe(status);
    }
  });

  test.each(refusals)('of %s for %s is what its content type says', (_id, reason, { provider, statuses }) => {
    for (const status of statuses) {
      const plan = provider.refuse(refusalOf({ reason, status }), context);
      const type = headOf(plan).headers['content-type'] ?? '';
      const text = textOf(plan);
      if (type.startsWith('application/json')) expect(() => JSON.parse(text) as unknown).not.toThrow();
      else if (type.startsWith('text/html')) expect(text).toMatch(/^(?:<!DOCTYPE html>|<html>)/);
      else expect(type).toBe('text/plain');
      if (reason === 'html-page') expect(type).toContain('text/html');
    }
  });

  test.each(refusals)('of %s for %s carries the canary in its body and its headers', (_id, reason, it) => {
    for (const status of it.statuses) {
      for (const message of [null, 'Words of the author.']) {
        const plan = it.provider.refuse(refusalOf({ reason, status, message }), context);
        expect(canariesIn(textOf(plan))).toContain(context.canary);
        expect(canariesIn(JSON.stringify(headOf(plan).headers))).toContain(context.canary);
      }
    }
  });

  test.each(refusals)('of %s for %s asks for a wait only if it is to', (_id, reason, it) => {
    for (const status of it.statuses) {
      const asked = { kind: 'seconds', ms: 5000 } as const;
      const waits = it.provider.refuse(refusalOf({ reason, status, retryAfter: asked }), context);
      const silent = it.provider.refuse(refusalOf({ reason, status }), context);
      expect(headOf(waits).headers['retry-after']).toBe('5');
      expect(Object.keys(headOf(silent).headers).filter((name) => name.startsWith('retry-after'))).toEqual(
        [],
      );
    }
  });

  test.each(eachProvider)('of %s says the words of the author, safely', (_id, provider) => {
    const message = 'He said "no"\n<script>';
    for (const status of [400, 404, 429, 500, 502, 503, 520, 529]) {
      const text = textOf(provider.refuse(refusalOf({ status, message }), context));
      const { error } = JSON.parse(text) as { error: { message: string } };
      expect(error.message.startsWith(message)).toBe(true);
    }
  });

  test.each(eachProvider)('of %s names the model that is gone', (_id, provider) => {
    const plan = provider.refuse(refusalOf({ reason: 'retired-model', status: 404 }), context);
    expect(textOf(plan)).toContain(context.model);
  });

  test.each(eachProvider)('of %s tells of its limits, as every answer does', (_id, provider) => {
    const limited = { ...context, limits: LIMITS };
    const call = callTo(provider);
    const plans = [
      provider.refuse(refusalOf({ reason: 'rate-limit', status: 429 }), limited),
      provider.whole(call, textAnswer, limited),
      provider.stream(call, textAnswer, limited),
    ];
    for (const plan of plans) {
      const named = Object.entries(headOf(plan).headers).filter(([name]) => name.includes('ratelimit'));
      expect(named).toHaveLength(6);
      expect(named.map(([, value]) => value)).toEqual(expect.arrayContaining(['4000', '0', '400000']));
    }
    const silent = headOf(provider.whole(call, textAnswer, context)).headers;
    expect(Object.keys(silent).filter((name) => name.includes('ratelimit'))).toEqual([]);
  });

  test.each(eachProvider)('of %s inside a stream is whole frames with the canary', (_id, provider) => {
    for (const [reason, status] of [
      ['overloaded', 529],
      ['status', 500],
    ] as const) {
      const text = provider.errorEvent(refusalOf({ reason, status }), context);
      expect(text.endsWith('\n\n')).toBe(true);
      expect(canariesIn(text)).toContain(context.canary);
    }
  });
});
