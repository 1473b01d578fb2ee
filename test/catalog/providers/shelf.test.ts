import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canariesIn, secretsIn } from '../../../src/catalog/answers/canary.js';
import { providerById, providers } from '../../../src/catalog/providers/shelf.js';
import { randomOf } from '../../../src/kit/random.js';
import type { LlmAnswer, RefusalReason } from '../../../src/model/llm.js';
import type { WirePlan, WritePart, WireStep } from '../../../src/model/wire.js';
import {
  callIn,
  callTo,
  context,
  eachProvider,
  get,
  hear,
  LIMITS,
  post,
  refusalOf,
  textAnswer,
  toolAnswer,
} from '../../support/dialect.js';
import { headOf, textOf } from '../../support/fake-provider.js';
import { saying } from '../../support/saying.js';

const nothing: LlmAnswer = saying([]);
const answers = [
  ['text', textAnswer],
  ['a call of a tool', toolAnswer],
  ['nothing', nothing],
] as const;

const rows = eachProvider.flatMap(([id, provider]) =>
  answers.map(([name, answer]) => [id, name, { provider, answer }] as const),
);

function writes(plan: WirePlan): readonly Extract<WireStep, { do: 'write' }>[] {
  return plan.filter((step) => step.do === 'write');
}

function partsOf(plan: WirePlan): readonly WritePart[] {
  return writes(plan).map(({ part }) => part);
}

function timeOf(plan: WirePlan): number {
  return plan.reduce((sum, { after }) => sum + after, 0);
}

/** Every whole body says how long it is. */
function expectLength(plan: WirePlan): void {
  expect(headOf(plan).headers['content-length']).toBe(String(Buffer.byteLength(textOf(plan))));
}

describe('the shelf of providers', () => {
  test('finds each by its id', () => {
    for (const provider of providers) expect(providerById(provider.id)).toBe(provider);
    expect(providerById('nobody')).toBeUndefined();
  });

  test.each(eachProvider)('%s hands out addresses of ours and one harmless key', (_id, provider) => {
    const values = Object.values(provider.env('http://127.0.0.1:4010'));
    const keys = values.filter((value) => secretsIn(value).length > 0);
    expect(keys).toHaveLength(1);
    const others = values.filter((value) => !keys.includes(value));
    expect(others.length).toBeGreaterThan(0);
    expect(others.every((value) => /^http:\/\/127\.0\.0\.1:4010(?:\/v1)?$/.test(value))).toBe(true);
  });
});

describe('an answer', () => {
  test.each(rows)('of %s, %s, says the same whole and streamed', (_id, _name, { provider, answer }) => {
    const call = callTo(provider, { stream_options: { include_usage: true } });
    const whole = hear(provider, provider.whole(call, answer, context));
    const streamed = hear(provider, provider.stream({ ...call, stream: true }, answer, context));
    expect(streamed).toEqual(whole);
    const joined = answer.pieces.join('');
    expect(whole.text).toBe(answer.kind === 'text' ? joined : '');
    expect(whole.tool).toBe(answer.kind === 'tool' ? answer.tool : null);
    expect(whole.args).toEqual(answer.kind === 'tool' ? JSON.parse(joined) : null);
    expect(whole.tokensOut).toBe(answer.pieces.length);
  });

  test.each(rows)('of %s, %s, is one head, one body and an end', (_id, _name, { provider, answer }) => {
    const plan = provider.whole(callTo(provider), answer, context);
    expect(plan.map((step) => step.do)).toEqual(['head', 'write', 'end']);
    expect(partsOf(plan)).toEqual(['body']);
    expect(writes(plan)[0]?.tokens).toBe(answer.pieces.length);
    expect(headOf(plan)).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' } });
    expectLength(plan);
  });

  test.each(rows)('of %s, %s, has its stream in order', (_id, _name, { provider, answer }) => {
    const plan = provider.stream(callTo(provider, { stream: true }), answer, context);
    expect(plan[0]).toMatchObject({ do: 'head', status: 200 });
    expect(headOf(plan).headers).not.toHaveProperty('content-length');
    expect(partsOf(plan)).toEqual(['preamble', ...answer.pieces.map(() => 'token'), 'finish', 'terminator']);
    expect(plan.at(-1)).toEqual({ do: 'end', after: 0 });
    expect(writes(plan).map(({ part, tokens }) => tokens === (part === 'token' ? 1 : 0))).not.toContain(
      false,
    );
    expect(writes(plan).every(({ text }) => text.endsWith('\n\n'))).toBe(true);
  });

  test.each(rows)('of %s, %s, takes its pace from the model', (_id, _name, { provider, answer }) => {
    const call = callTo(provider);
    const plans = [provider.whole(call, answer, context), provider.stream(call, answer, context)];
    const { firstToken, gap } = context.pacing;
    const wanted = firstToken + gap * Math.max(0, answer.pieces.length - 1);
    expect(plans.map(timeOf)).toEqual([wanted, wanted]);
    const [whole, stream] = plans;
    expect(whole?.[0]?.after).toBe(wanted);
    expect(stream?.[0]?.after).toBe(firstToken);
    const tokens = writes(stream ?? []).filter(({ part }) => part === 'token');
    expect(tokens.map(({ after }) => after)).toEqual(
      answer.pieces.map((_, index) => (index === 0 ? 0 : gap)),
    );
  });

  test.each(rows)(
    'of %s, %s, is the same for the same attempt, and has other ids for another',
    (_id, _name, it) => {
      const { provider, answer } = it;
      const call = callTo(provider);
      const other = { ...context, random: randomOf(12) };
      for (const how of ['whole', 'stream'] as const) {
        const write = (...args: Parameters<typeof provider.whole>) => provider[how](...args);
        expect(write(call, answer, context)).toEqual(write(call, answer, context));
        const [id] = hear(provider, write(call, answer, context)).ids;
        const { ids } = hear(provider, write(call, answer, other));
        expect(ids).toHaveLength(1);
        expect(ids).not.toContain(id);
      }
    },
  );

  test.each(eachProvider)('of %s stops at the limit of tokens and says so', (_id, provider) => {
    const call = callTo(provider, { max_tokens: 2 });
    const whole = hear(provider, provider.whole(call, textAnswer, context));
    const free = hear(provider, provider.whole(callTo(provider), textAnswer, context));
    const cut = { ...textAnswer, pieces: textAnswer.pieces.slice(0, 2), complete: false };
    expect(whole.text).toBe(cut.pieces.join(''));
    expect(whole.reason).not.toBe(free.reason);
    expect(hear(provider, provider.whole(callTo(provider), cut, context)).reason).toBe(whole.reason);
    expect(hear(provider, provider.stream(call, textAnswer, context)).reason).toBe(whole.reason);
  });

  test.each(eachProvider)('of %s may say any text', (_id, provider) => {
    const call = callTo(provider);
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', minLength: 1 }), { minLength: 1 }), (pieces) => {
        const answer: LlmAnswer = saying(pieces);
        expect(hear(provider, provider.stream(call, answer, context)).text).toBe(pieces.join(''));
        const whole = provider.whole(call, answer, context);
        expect(hear(provider, whole).text).toBe(pieces.join(''));
        expectLength(whole);
      }),
    );
  });

  test.each(eachProvider)('of %s has no error in it that anyone could leak', (_id, provider) => {
    const call = callTo(provider);
    for (const plan of [
      provider.whole(call, textAnswer, context),
      provider.stream(call, textAnswer, context),
    ])
      expect(canariesIn(JSON.stringify(plan))).toEqual([]);
  });
});

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
      expect(writes(plan)).toMatchObject([{ part: 'body', tokens: 0 }]);
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

describe('a request', () => {
  test.each(eachProvider)('to %s on an unknown path is refused as unknown', (_id, provider) => {
    for (const request of [get('/'), post('/v2/answers', {}), { ...get('/v1/models'), method: 'DELETE' }]) {
      expect(provider.read(request)).toMatchObject({
        kind: 'refused',
        refusal: { reason: 'unknown-route', status: 404 },
      });
    }
  });

  test.each(eachProvider)('to %s for its models is answered at once', (_id, provider) => {
    for (const path of ['/v1/models', '/models', '/v1/models/some%2Fmodel', '/v1/models/%E0%A4%A']) {
      expect(provider.read(get(path))).toEqual({ kind: 'side' });
      const plan = provider.side(get(path), context);
      expect(headOf(plan)).toMatchObject({ status: 200, after: 0 });
      expect(() => JSON.parse(textOf(plan)) as unknown).not.toThrow();
      expectLength(plan);
    }
  });

  test.each(eachProvider)('to %s counts about a quarter of its characters as tokens', (_id, provider) => {
    const long = 'x'.repeat(4000);
    const call = callTo(provider, { messages: [{ role: 'user', content: long }] });
    expect(call.tokensIn).toBeGreaterThanOrEqual(1000);
    expect(call.tokensIn).toBeLessThan(1050);
  });

  test.each(eachProvider)('to %s costs the same tokens, streamed or not', (_id, provider) => {
    const streamed = {
      stream: true,
      stream_options: { include_usage: true },
      max_tokens: 5,
      temperature: 0.3,
    };
    // "Why is the sky blue?" has 20 characters; the message and the answer are framed by 3 tokens each.
    expect([callTo(provider).tokensIn, callTo(provider, streamed).tokensIn]).toEqual([11, 11]);
  });

  test.each(eachProvider)(
    'to %s costs what its tools take to read, however deep they go',
    (_id, provider) => {
      const tools = [{ text: 'x'.repeat(4000) }];
      const more = callTo(provider, { tools }).tokensIn - callTo(provider).tokensIn;
      // 4,000 characters, and a few of JSON around them.
      expect([more >= 1000, more < 1010]).toEqual([true, true]);
      const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
      const body = `{"model":"m","max_tokens":1,"messages":[{"role":"user","content":"Why?"}],"tools":${deep}}`;
      const path = provider.id === 'anthropic' ? '/v1/messages' : '/v1/chat/completions';
      expect(callIn(provider, post(path, body)).tools).toEqual([]);
    },
  );

  test.each([
    [
      'anthropic',
      { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'A'.repeat(1e6) } },
    ],
    ['anthropic', { type: 'tool_result', content: [{ type: 'image', source: { data: 'A'.repeat(1e6) } }] }],
    ['anthropic', { type: 'document', source: { type: 'base64', data: 'A'.repeat(1e6) } }],
    ['openai', { type: 'image_url', image_url: { url: `data:image/png;base64,${'A'.repeat(1e6)}` } }],
  ])('to %s costs what a picture costs, not what its base64 would', (id, picture) => {
    const provider = eachProvider.find(([name]) => name === id)?.[1];
    if (provider === undefined) throw new Error(id);
    const content = [{ type: 'text', text: 'Why is the sky blue?' }, picture];
    const { tokensIn } = callTo(provider, { messages: [{ role: 'user', content }] });
    expect(tokensIn - callTo(provider).tokensIn).toBe(id === 'anthropic' ? 1600 : 765);
  });

  test.each(eachProvider)('to %s never breaks the reader, whatever it holds', (_id, provider) => {
    const path = provider.id === 'anthropic' ? '/v1/messages' : '/v1/chat/completions';
    const fields = ['model', 'messages', 'max_tokens', 'tools', 'tool_choice', 'system', 'stream_options'];
    const extra = fc.dictionary(
      fc.constantFrom(...fields, 'response_format', 'output_config'),
      fc.jsonValue(),
    );
    const message = fc.record({
      role: fc.constantFrom('user', 'tool', 'assistant', 'system'),
      content: fc.oneof(fc.jsonValue(), fc.array(fc.record({ type: fc.string(), text: fc.jsonValue() }))),
      tool_calls: fc.jsonValue(),
    });
    const call = fc.record({ model: fc.string(), max_tokens: fc.nat(), messages: fc.array(message) });
    const body = fc.tuple(call, extra).map((parts) => JSON.stringify(Object.assign({}, ...parts)));
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          fc.string(),
          body,
          call.map((it) => JSON.stringify(it)),
        ),
        (text) => {
          const read = provider.read(post(path, text));
          expect(['call', 'refused']).toContain(read.kind);
          if (read.kind === 'call') provider.stream(read.call, textAnswer, context);
          else provider.refuse(read.kind === 'refused' ? read.refusal : refusalOf({}), context);
        },
      ),
    );
  });
});
