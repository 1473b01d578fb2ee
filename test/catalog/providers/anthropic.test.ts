import { describe, expect, test } from 'vitest';
import { anthropic } from '../../../src/catalog/providers/anthropic.js';
import type { LlmAnswer } from '../../../src/model/llm.js';
import type { WirePlan } from '../../../src/model/wire.js';
import {
  callIn,
  callTo,
  context,
  get,
  LIMITS,
  post,
  refusalOf,
  sseEvents,
  textAnswer,
  toolAnswer,
} from '../../support/dialect.js';
import { headOf, textOf } from '../../support/fake-provider.js';
import { saying } from '../../support/saying.js';

const asked = { model: 'claude-sonnet-4-6', max_tokens: 100, messages: [{ role: 'user', content: 'Why?' }] };

function refused(body: unknown): unknown {
  const read = anthropic.read(post('/v1/messages', body));
  if (read.kind !== 'refused') throw new Error('not refused');
  const plan = anthropic.refuse(read.refusal, context);
  const { error } = JSON.parse(textOf(plan)) as { error: unknown };
  return { status: headOf(plan).status, error };
}

function callOf(fields: Readonly<Record<string, unknown>>) {
  return callIn(anthropic, post('/v1/messages', { ...asked, ...fields }));
}

function dataLines(plan: WirePlan): readonly string[] {
  return textOf(plan)
    .split('\n')
    .filter((line) => line.startsWith('data: '));
}

describe('a request to Anthropic', () => {
  test.each([
    ['/v1/messages', { 'x-api-key': 'k', 'anthropic-version': '2023-06-01' }],
    ['/messages', { 'x-api-key': 'k', 'anthropic-version': '2023-06-01' }],
    ['/v1/messages', { authorization: 'Bearer k', 'anthropic-version': '2026-10-21' }],
    ['/v1/messages', {}],
  ])('is a call at %s with %o', (path, headers) => {
    expect(anthropic.read({ ...post(path, asked), headers })).toMatchObject({
      kind: 'call',
      call: { model: 'claude-sonnet-4-6', newest: 'Why?', maxTokens: 100, stream: false },
    });
  });

  test.each([
    post('/v1/messages/count_tokens', asked),
    post('/messages/count_tokens', asked),
    get('/models'),
  ])('is answered without a model: $method $path', (request) => {
    expect(anthropic.read(request)).toEqual({ kind: 'side' });
  });

  test.each([
    ['{"model":', 'The request body is not valid JSON'],
    [[], 'The request body is not valid JSON'],
    [{ ...asked, model: undefined }, 'model: Field required'],
    [{ ...asked, max_tokens: undefined }, 'max_tokens: Field required'],
    [{ ...asked, max_tokens: '9' }, 'max_tokens: Input should be a valid integer'],
    [{ ...asked, max_tokens: 0 }, 'max_tokens: Input should be greater than or equal to 1'],
    [{ ...asked, messages: undefined }, 'messages: Field required'],
    [{ ...asked, messages: 'Why?' }, 'messages: Input should be a valid list'],
    [{ ...asked, messages: [] }, 'messages: at least one message is required'],
    [{ ...asked, messages: [{ content: 'Why?' }] }, 'messages.0.role: Field required'],
  ])('is refused as by the vendor: %j', (body, message) => {
    expect(refused(body)).toEqual({ status: 400, error: { type: 'invalid_request_error', message } });
  });

  const use = (id: string) => ({ type: 'tool_use', id, name: 'n', input: {} });
  const result = (id: string) => ({ type: 'tool_result', tool_use_id: id, content: 'sunny' });
  const told = (role: string, content: unknown) => ({ role, content });
  const why = told('user', 'Why?');

  test.each([
    [[why, told('assistant', ''), why], /^messages\.1: all messages must have non-empty content except/],
    [[why, told('assistant', []), why], /^messages\.1: all messages must have non-empty content except/],
    [[told('user', '')], /^messages\.0: all messages must have non-empty content except/],
    [
      [why, told('assistant', [{ type: 'text', text: '' }]), why],
      /^messages: text content blocks must be non-empty$/,
    ],
    [
      [told('user', [{ type: 'text', text: ' \n' }])],
      /^messages: text content blocks must contain non-whitespace text$/,
    ],
    [
      [why, told('assistant', [use('t1'), use('t2')]), told('user', [result('t1')])],
      /^messages\.1: `tool_use` ids were found without `tool_result` blocks immediately after: t2\. Each/,
    ],
    [
      [why, told('assistant', [use('t1')]), why, told('assistant', 'Sorry.'), why],
      /^messages\.1: `tool_use` ids were found without `tool_result` blocks immediately after: t1\. Each/,
    ],
    [
      [told('user', [{ type: 'text', text: 'And?' }, result('t9')])],
      /^messages\.0\.content\.1: unexpected `tool_use_id` found in `tool_result` blocks: t9\. Each/,
    ],
  ])('is refused after a turn that was spoiled: %j', (messages, message) => {
    expect(refused({ ...asked, messages })).toMatchObject({
      status: 400,
      error: { type: 'invalid_request_error', message: expect.stringMatching(message) as string },
    });
  });

  test.each([
    [[why, told('assistant', '')]],
    [[why, told('assistant', [use('t1'), use('t2')]), told('user', [result('t2'), result('t1')])]],
    [
      [
        why,
        told('assistant', [use('t1')]),
        told('assistant', [use('t2')]),
        told('user', [result('t1'), result('t2')]),
      ],
    ],
    [
      [
        why,
        told('assistant', [use('t1'), use('t2')]),
        told('user', [result('t1')]),
        told('user', [result('t2')]),
      ],
    ],
    [[why, told('assistant', [use('t1')])]],
  ])('is a call after whole turns: %j', (messages) => {
    expect(anthropic.read(post('/v1/messages', { ...asked, messages })).kind).toBe('call');
  });

  test('lets older, newer and unknown fields through', () => {
    const read = callOf({
      temperature: 0.3,
      top_k: 4,
      thinking: { type: 'enabled', budget_tokens: 2000 },
      surprise: 1,
      messages: [{ role: 'system', content: 'Be brief.' }, ...asked.messages],
    });
    expect(read).toMatchObject({ newest: 'Why?', everything: 'Be brief.\nWhy?' });
  });

  test('gives the newest text of the user, and the text of everything that was said', () => {
    const read = callOf({
      system: [{ type: 'text', text: 'Be kind.' }],
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'one' },
            { type: 'text', text: 'two' },
          ],
        },
        { role: 'assistant', content: [{ type: 'tool_use', id: 't', name: 'n', input: { nonce: 'bo1' } }] },
        {
          role: 'user',
          content: [
            { type: 'tool_result', tool_use_id: 't', content: [{ type: 'text', text: 'result' }] },
            { type: 'image', source: { type: 'base64', data: 'AAAA' } },
            { type: 'document', source: { type: 'text', data: 'paper' } },
          ],
        },
        { role: 'assistant', content: 'prefilled' },
      ],
    });
    expect(read.newest).toBe('result\npaper');
    expect(read.everything).toBe('Be kind.\none\ntwo\n{"nonce":"bo1"}\nresult\npaper\nprefilled');
    expect(read.hasToolResult).toBe(true);
  });

  test.each([
    [undefined, { kind: 'free' }],
    [{ type: 'auto' }, { kind: 'free' }],
    [{ type: 'none' }, { kind: 'none' }],
    [{ type: 'any' }, { kind: 'forced', name: 'any' }],
    [
      { type: 'tool', name: 'search' },
      { kind: 'forced', name: 'search' },
    ],
  ])('chooses tools by %j', (choice, wanted) => {
    expect(callOf({ tool_choice: choice }).toolChoice).toEqual(wanted);
  });

  test('offers the tools that have a schema, not those that the vendor runs', () => {
    const schema = { type: 'object' };
    const tools = [
      { name: 'mine', input_schema: schema },
      { type: 'web_search_20260318', name: 'web_search' },
    ];
    expect(callOf({ tools }).tools).toEqual([{ name: 'mine', schema }]);
  });

  test.each([
    { output_config: { format: { type: 'json_schema', schema: { type: 'object' } } } },
    { output_format: { type: 'json_schema', schema: { type: 'object' } } },
  ])('may ask for an answer by a schema: %j', (fields) => {
    expect(callOf(fields).schema).toEqual({ type: 'object' });
    expect(callOf({}).schema).toBeNull();
  });
});

describe('an answer of Anthropic', () => {
  test('has every key of a recorded one, and no citations', () => {
    const body = JSON.parse(textOf(anthropic.whole(callOf({}), textAnswer, context))) as object;
    expect(Object.keys(body)).toEqual(
      'model id type role content stop_reason stop_sequence stop_details usage'.split(' '),
    );
    expect(body).toMatchObject({
      id: expect.stringMatching(/^msg_01\w{22}$/) as string,
      type: 'message',
      content: [{ type: 'text', text: textAnswer.pieces.join('') }],
      usage: {
        cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
        service_tier: 'standard',
      },
    });
    expect(JSON.stringify(body)).not.toContain('citations');
  });

  test('is compact and ends without a newline', () => {
    const text = textOf(anthropic.whole(callOf({}), toolAnswer, context));
    expect(text.startsWith('{"model":"claude-sonnet-4-6","id":"msg_01')).toBe(true);
    expect(text.endsWith('}')).toBe(true);
  });

  test('has no block at all where nothing was said', () => {
    const nothing: LlmAnswer = saying([]);
    expect(JSON.parse(textOf(anthropic.whole(callOf({}), nothing, context)))).toMatchObject({
      content: [],
      stop_reason: 'end_turn',
    });
    const types = sseEvents(textOf(anthropic.stream(callOf({}), nothing, context))).map(({ event }) => event);
    expect(types).toEqual(['message_start', 'ping', 'message_delta', 'message_stop']);
  });

  test('calls a tool in a stream as recorded: a ping third, the first fragment empty', () => {
    const events = sseEvents(textOf(anthropic.stream(callOf({}), toolAnswer, context)));
    expect(events.slice(0, 4).map(({ event }) => event)).toEqual([
      'message_start',
      'content_block_start',
      'ping',
      'content_block_delta',
    ]);
    expect(JSON.parse(events[1]?.text ?? '')).toMatchObject({
      content_block: { type: 'tool_use', name: 'get_weather', input: {}, caller: { type: 'direct' } },
    });
    expect(JSON.parse(events[3]?.text ?? '')).toMatchObject({
      delta: { type: 'input_json_delta', partial_json: '' },
    });
  });

  test('names each event as its own type says', () => {
    for (const { event, text } of sseEvents(textOf(anthropic.stream(callOf({}), textAnswer, context))))
      expect((JSON.parse(text) as { type: string }).type).toBe(event);
  });

  test('pads each event but the ping with 0 to 15 spaces, evenly drawn', () => {
    const pieces = Array.from({ length: 4000 }, () => ' wm');
    const lines = dataLines(
      anthropic.stream(callTo(anthropic, { max_tokens: 9999 }), saying(pieces), context),
    );
    const counts = new Array<number>(16).fill(0);
    for (const line of lines) {
      if (line === 'data: {"type": "ping"}') continue;
      const spaces = / *(?=\}$)/.exec(line)?.[0].length ?? -1;
      counts[spaces] = (counts[spaces] ?? Number.NaN) + 1;
    }
    // 250 in each of 16 are due; 80 is more than five standard deviations.
    expect(counts).toHaveLength(16);
    expect(counts.every((count) => Math.abs(count - 250) < 80)).toBe(true);
    expect(anthropic.ping).toBe('event: ping\ndata: {"type": "ping"}\n\n');
  });

  test('carries limits whose resets are whole seconds and whose tokens are thousands', () => {
    const { headers } = headOf(anthropic.whole(callOf({}), textAnswer, { ...context, limits: LIMITS }));
    expect(headers).toMatchObject({
      'request-id': expect.stringMatching(/^req_011\w{21}$/) as string,
      'anthropic-ratelimit-requests-limit': '4000',
      'anthropic-ratelimit-requests-remaining': '0',
      'anthropic-ratelimit-requests-reset': '2026-11-20T10:15:34Z',
      'anthropic-ratelimit-tokens-limit': '400000',
      'anthropic-ratelimit-tokens-remaining': '312000',
      'anthropic-ratelimit-tokens-reset': '2026-11-20T10:15:42Z',
    });
  });
});

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

describe('an answer of a model that thinks', () => {
  const thinking = callOf({ thinking: { type: 'enabled', budget_tokens: 1024 } });

  test('has a signed thought before its text, and is paid for both', () => {
    const message = JSON.parse(textOf(anthropic.whole(thinking, textAnswer, context))) as {
      content: { type: string; thinking?: string; signature?: string }[];
      usage: { output_tokens: number };
    };
    expect(message.content.map(({ type }) => type)).toEqual(['thinking', 'text']);
    expect(message.content[0]).toMatchObject({
      thinking: 'The question is clear: answer it.',
      signature: expect.stringMatching(/^\w{98}==$/) as string,
    });
    expect(message.usage.output_tokens).toBe(8 + textAnswer.pieces.length);
  });

  test('is streamed as recorded: a thought word by word, its signature, then the text', () => {
    const events = sseEvents(textOf(anthropic.stream(thinking, textAnswer, context)));
    const short = events.map(({ event, text }) => {
      const { index, delta } = JSON.parse(text) as { index?: number; delta?: { type?: string } };
      return [event, index, delta?.type].filter((part) => part !== undefined).join(' ');
    });
    expect(short).toEqual([
      'message_start',
      'content_block_start 0',
      'ping',
      ...new Array<string>(8).fill('content_block_delta 0 thinking_delta'),
      'content_block_delta 0 signature_delta',
      'content_block_stop 0',
      'content_block_start 1',
      ...textAnswer.pieces.map(() => 'content_block_delta 1 text_delta'),
      'content_block_stop 1',
      'message_delta',
      'message_stop',
    ]);
  });

  test('takes as long streamed as whole, and has as many tokens', () => {
    const plans = [
      anthropic.whole(thinking, textAnswer, context),
      anthropic.stream(thinking, textAnswer, context),
    ];
    const tokens = 8 + textAnswer.pieces.length;
    const { firstToken, gap } = context.pacing;
    for (const plan of plans) {
      expect(plan.reduce((sum, { after }) => sum + after, 0)).toBe(firstToken + (tokens - 1) * gap);
      expect(plan.reduce((sum, step) => sum + (step.do === 'write' ? step.tokens : 0), 0)).toBe(tokens);
    }
  });

  test('never says more than its limit of tokens, its thought included', () => {
    const call = callOf({ thinking: { type: 'enabled', budget_tokens: 1024 }, max_tokens: 12 });
    expect(JSON.parse(textOf(anthropic.whole(call, textAnswer, context)))).toMatchObject({
      stop_reason: 'max_tokens',
      usage: { output_tokens: 12 },
    });
  });

  test.each([{ type: 'disabled' }, { type: 'adaptive' }, null])('thinks nothing for %j', (asking) => {
    const plan = anthropic.whole(callOf({ thinking: asking }), textAnswer, context);
    expect(textOf(plan)).not.toContain('"thinking"');
  });
});

describe('beside the model', () => {
  test('tokens are counted as a call with the same prompt counts them', () => {
    const tools = [{ name: 'get_weather', input_schema: { type: 'object' } }];
    const prompt = { model: asked.model, messages: asked.messages, system: 'Be kind.', tools };
    const counted = anthropic.side(post('/v1/messages/count_tokens', prompt), context);
    expect(JSON.parse(textOf(counted))).toEqual({
      input_tokens: callOf({ system: 'Be kind.', tools }).tokensIn,
    });
  });

  test.each([
    [{}, 'model: Field required'],
    [{ model: 'm' }, 'messages: Field required'],
    ['{', 'The request body is not valid JSON'],
  ])('no tokens are counted of %j', (body, message) => {
    const plan = anthropic.side(post('/v1/messages/count_tokens', body), context);
    expect(headOf(plan).status).toBe(400);
    expect(JSON.parse(textOf(plan))).toMatchObject({ error: { type: 'invalid_request_error', message } });
  });

  test('models are listed as a page', () => {
    expect(JSON.parse(textOf(anthropic.side(get('/v1/models'), context)))).toMatchObject({
      data: [{ type: 'model' }, { type: 'model' }, { type: 'model' }],
      has_more: false,
    });
  });
});
