import { describe, expect, test } from 'vitest';
import { openai } from '../../../src/catalog/providers/openai.js';
import { goDuration } from '../../../src/catalog/providers/openai-headers.js';
import type { RetryAfter } from '../../../src/model/llm.js';
import type { WirePlan } from '../../../src/model/wire.js';
import {
  callIn,
  context,
  LIMITS,
  post,
  refusalOf,
  sseEvents,
  textAnswer,
  toolAnswer,
} from '../../support/dialect.js';
import { headOf, textOf } from '../../support/fake-provider.js';

const PATH = '/v1/chat/completions';
const asked = { model: 'gpt-4.1-mini', messages: [{ role: 'user', content: 'Why?' }] };

function callOf(fields: Readonly<Record<string, unknown>>) {
  return callIn(openai, post(PATH, { ...asked, ...fields }));
}

interface Said {
  readonly message: string;
  readonly type: string;
  readonly param: string | null;
  readonly code: string | number | null;
}

function errorIn(plan: WirePlan): Said {
  return (JSON.parse(textOf(plan)) as { error: Said }).error;
}

function refused(body: unknown): Said {
  const read = openai.read(post(PATH, body));
  if (read.kind !== 'refused') throw new Error('not refused');
  const plan = openai.refuse(read.refusal, context);
  expect(headOf(plan).status).toBe(400);
  return errorIn(plan);
}

function dataLines(plan: WirePlan): readonly string[] {
  return textOf(plan)
    .split('\n\n')
    .filter((line) => line.startsWith('data: {'));
}

describe('a request to OpenAI', () => {
  test.each([PATH, '/chat/completions'])('is a call at %s', (path) => {
    expect(openai.read(post(path, asked))).toMatchObject({
      kind: 'call',
      call: { model: 'gpt-4.1-mini', newest: 'Why?', maxTokens: null, stream: false },
    });
  });

  test.each([
    ['{"model":', 'We could not parse the JSON body', null, null],
    [{ ...asked, model: undefined }, 'you must provide a model parameter', null, null],
    [
      { ...asked, messages: undefined },
      "Missing required parameter: 'messages'.",
      'messages',
      'missing_required_parameter',
    ],
    [
      { ...asked, messages: 'Why?' },
      "Invalid type for 'messages': expected an array of objects, but got a string instead.",
      'messages',
      'invalid_type',
    ],
    [{ ...asked, messages: [] }, "Invalid 'messages': empty array.", 'messages', 'empty_array'],
    [
      { ...asked, messages: [null] },
      "Invalid type for 'messages[0]': expected an object, but got null instead.",
      'messages[0]',
      'invalid_type',
    ],
    [
      { ...asked, messages: [{}] },
      "Missing required parameter: 'messages[0].role'.",
      'messages[0].role',
      'missing_required_parameter',
    ],
  ])('is refused as by the vendor: %j', (body, message, param, code) => {
    const said = refused(body);
    expect(said).toMatchObject({ type: 'invalid_request_error', param, code });
    expect(said.message.startsWith(message)).toBe(true);
  });

  test.each([
    ['max_tokens', 'a lot', 'a string'],
    ['max_completion_tokens', true, 'a boolean'],
    ['n', {}, 'an object'],
  ])('is refused as by the vendor for %s: %j', (name, value, got) => {
    const { message, param, code } = refused({ ...asked, [name]: value });
    expect([param, code]).toEqual([name, 'invalid_type']);
    expect(message).toContain(`Invalid type for '${name}': expected an integer, but got ${got} instead.`);
  });

  const called = (...ids: readonly string[]) => ({
    role: 'assistant',
    content: null,
    tool_calls: ids.map((id) => ({ id, type: 'function', function: { name: 'n', arguments: '{}' } })),
  });
  const answered = (id: string) => ({ role: 'tool', tool_call_id: id, content: 'sunny' });
  const why = { role: 'user', content: 'Why?' };

  test.each([
    [
      [why, { role: 'assistant', content: null }, why],
      "Invalid value for 'content': expected a string, got null.",
      'messages.[1].content',
    ],
    [
      [why, called('c1', 'c2'), answered('c1'), why],
      "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: c2",
      'messages.[3].role',
    ],
    [
      [answered('c1'), why],
      "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.",
      'messages.[0].role',
    ],
  ])('is refused after a turn that was spoiled: %j', (messages, message, param) => {
    const said = refused({ ...asked, messages });
    expect(said).toMatchObject({ type: 'invalid_request_error', param, code: null });
    expect(said.message.startsWith(message)).toBe(true);
  });

  test.each([
    [[why, called('c1', 'c2'), answered('c2'), answered('c1'), why]],
    [[why, { role: 'assistant', content: null, function_call: { name: 'n', arguments: '{}' } }, why]],
    [[why, { role: 'assistant', content: '' }, why]],
    [[why, called('c1')]],
  ])('is a call after whole turns: %j', (messages) => {
    expect(openai.read(post(PATH, { ...asked, messages })).kind).toBe('call');
  });

  test('on an unknown path is told which', () => {
    const read = openai.read(post('/v1/responses', {}));
    expect(read).toMatchObject({
      refusal: { reason: 'unknown-route', status: 404, message: 'Invalid URL (POST /v1/responses)' },
    });
  });

  test('lets older, newer and unknown fields through', () => {
    const read = callOf({
      functions: [],
      logit_bias: {},
      n: 3,
      surprise: 1,
      stream_options: null,
      tools: null,
    });
    expect(read).toMatchObject({ newest: 'Why?', tools: [] });
  });

  test('gives the newest text of a user or a tool, and the text of everything that was said', () => {
    const called = { id: 'c', type: 'function', function: { name: 'n', arguments: '{"nonce":"bo1"}' } };
    const messages = [
      { role: 'developer', content: 'Be kind.' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'one' },
          { type: 'image_url', image_url: { url: 'x' } },
        ],
      },
      { role: 'assistant', content: null, tool_calls: [called] },
      { role: 'tool', tool_call_id: 'c', content: 'result' },
      { role: 'assistant', content: 'so far', tool_calls: null },
    ];
    const read = callOf({ messages });
    expect(read.newest).toBe('result');
    expect(read.everything).toBe('Be kind.\none\n\n{"nonce":"bo1"}\nresult\nso far');
    expect(read.hasToolResult).toBe(true);
    expect(callOf({}).hasToolResult).toBe(false);
  });

  test.each([
    [undefined, { kind: 'free' }],
    ['auto', { kind: 'free' }],
    ['none', { kind: 'none' }],
    ['required', { kind: 'forced', name: 'any' }],
    [
      { type: 'function', function: { name: 'search' } },
      { kind: 'forced', name: 'search' },
    ],
    [
      { type: 'allowed_tools', allowed_tools: { mode: 'required', tools: [] } },
      { kind: 'forced', name: 'any' },
    ],
    [{ type: 'allowed_tools', allowed_tools: { mode: 'auto', tools: [] } }, { kind: 'free' }],
  ])('chooses tools by %j', (choice, wanted) => {
    expect(callOf({ tool_choice: choice }).toolChoice).toEqual(wanted);
  });

  test.each([
    [undefined, null],
    [{ type: 'text' }, null],
    [{ type: 'json_schema', json_schema: { name: 'a', schema: { type: 'array' } } }, { type: 'array' }],
    [{ type: 'json_object' }, expect.objectContaining({ type: 'object', required: ['answer'] })],
  ])('may ask for an answer by %j', (format, schema) => {
    expect(callOf({ response_format: format }).schema).toEqual(schema);
  });

  test.each([
    [{ max_tokens: 7 }, 7],
    [{ max_completion_tokens: 8, max_tokens: 7 }, 8],
    [{ max_completion_tokens: null }, null],
  ])('limits its tokens by %j', (fields, limit) => {
    expect(callOf(fields).maxTokens).toBe(limit);
  });
});

describe('an answer of OpenAI', () => {
  test.each([
    ['text', textAnswer],
    ['a call of a tool', toolAnswer],
  ] as const)('of %s is indented and ends with a newline, as recorded', (_name, answer) => {
    const text = textOf(openai.whole(callOf({}), answer, context));
    expect(text).toBe(`${JSON.stringify(JSON.parse(text), null, 2)}\n`);
  });

  test('has every key of a recorded one', () => {
    const body = JSON.parse(textOf(openai.whole(callOf({}), textAnswer, context))) as object;
    expect(Object.keys(body)).toEqual(
      'id object created model choices usage service_tier system_fingerprint'.split(' '),
    );
    expect(body).toMatchObject({
      id: expect.stringMatching(/^chatcmpl-\w{29}$/) as string,
      object: 'chat.completion',
      created: context.wallTime / 1000,
      choices: [{ index: 0, message: { refusal: null, annotations: [] }, logprobs: null }],
      system_fingerprint: expect.stringMatching(/^fp_[0-9a-f]{10}$/) as string,
    });
  });

  test('says the same id and time in every chunk, then [DONE]', () => {
    const events = sseEvents(textOf(openai.stream(callOf({}), textAnswer, context)));
    expect(events.at(-1)?.text).toBe('[DONE]');
    const heads = events.slice(0, -1).map(({ text }) => {
      const { id, object, created } = JSON.parse(text) as Readonly<Record<string, unknown>>;
      return `${String(id)} ${String(object)} ${String(created)}`;
    });
    expect(new Set(heads).size).toBe(1);
    expect(heads[0]).toContain('chat.completion.chunk');
  });

  test.each([
    [{ logprobs: true }, []],
    [{ logprobs: true, top_logprobs: 0 }, []],
    [{ logprobs: true, top_logprobs: 5 }, [{ token: 'bo1234:' }]],
  ])('names the likeliest tokens only if asked to: %j', (fields, top) => {
    const body = JSON.parse(textOf(openai.whole(callOf(fields), textAnswer, context))) as {
      choices: { logprobs: { content: { top_logprobs: unknown[] }[] } }[];
    };
    const found = body.choices[0]?.logprobs.content[0]?.top_logprobs;
    expect(found).toHaveLength(top.length);
    expect(found).toMatchObject(top);
  });

  test('hides the length of a token: every data line is 7 characters over a multiple of 16', () => {
    const call = callOf({ stream_options: { include_usage: true } });
    const lines = [textAnswer, toolAnswer].flatMap((answer) =>
      dataLines(openai.stream(call, answer, context)),
    );
    expect(lines.length).toBeGreaterThan(15);
    expect(lines.map((line) => line.length % 16)).toEqual(lines.map(() => 7));
    expect(lines.every((line) => /,"obfuscation":"\w{0,15}"\}$/.test(line))).toBe(true);
  });

  test('does not hide it when asked not to', () => {
    const call = callOf({ stream_options: { include_obfuscation: false } });
    expect(textOf(openai.stream(call, textAnswer, context))).not.toContain('obfuscation');
  });

  test('counts its tokens in a chunk of its own, if asked to, and nowhere else', () => {
    const chunks = (fields: Readonly<Record<string, unknown>>) =>
      dataLines(openai.stream(callOf(fields), textAnswer, context)).map(
        (line) => JSON.parse(line.slice(6)) as { choices: unknown[]; usage?: unknown },
      );
    expect(chunks({}).some((chunk) => 'usage' in chunk)).toBe(false);
    const counted = chunks({ stream_options: { include_usage: true } });
    expect(counted.slice(0, -1).map(({ usage }) => usage)).toEqual(counted.slice(1).map(() => null));
    expect(counted.at(-1)).toMatchObject({
      choices: [],
      usage: { completion_tokens: textAnswer.pieces.length },
    });
  });

  test('carries limits whose resets are durations', () => {
    const { headers } = headOf(openai.whole(callOf({}), textAnswer, { ...context, limits: LIMITS }));
    expect(headers).toMatchObject({
      'x-request-id': expect.stringMatching(/^req_[0-9a-f]{32}$/) as string,
      'x-ratelimit-limit-requests': '4000',
      'x-ratelimit-remaining-requests': '0',
      'x-ratelimit-reset-requests': '3.5s',
      'x-ratelimit-remaining-tokens': '312345',
      'x-ratelimit-reset-tokens': '12s',
      // Nine tokens: 300 ms and eight gaps of 20.
      'openai-processing-ms': '460',
    });
  });
});

describe('durations', () => {
  test.each([
    [0, '0s'],
    [-5, '0s'],
    [0.2, '1ms'],
    [6, '6ms'],
    [1200, '1.2s'],
    [8640, '8.64s'],
    [28_700, '28.7s'],
    [60_000, '1m0s'],
    [360_000, '6m0s'],
    [3_661_500, '1h1m1.5s'],
  ])('of %d ms are %s', (ms, text) => {
    expect(goDuration(ms)).toBe(text);
  });
});

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
    expect(errorIn(openai.refuse(refusalOf({ status }), context))).toMatchObject({ type, code });
  });

  test('is indented and ends with a newline', () => {
    const text = textOf(openai.refuse(refusalOf({}), context));
    expect(text).toBe(`${JSON.stringify(JSON.parse(text), null, 2)}\n`);
  });

  test('for quota has the status of a rate limit, and a type of its own', () => {
    const plan = openai.refuse(refusalOf({ reason: 'quota-exhausted', status: 400 }), context);
    expect(headOf(plan).status).toBe(429);
    expect(errorIn(plan)).toMatchObject({ type: 'insufficient_quota', code: 'insufficient_quota' });
  });

  test.each([
    [{ kind: 'seconds', ms: 7000 }, ' Please try again in 7s.'],
    [{ kind: 'milliseconds', ms: 2310 }, ' Please try again in 2.31s.'],
    [{ kind: 'date', ms: 90_000 }, ' Please try again in 1m30s.'],
    [{ kind: 'absent' }, ''],
    [{ kind: 'raw', text: 'soon' }, ''],
  ] as const)('for a limit says in words what it asks for: %o', (retryAfter: RetryAfter, again) => {
    const refusal = refusalOf({ reason: 'rate-limit', status: 429, retryAfter });
    const { message } = errorIn(openai.refuse(refusal, { ...context, limits: LIMITS }));
    expect(message).toBe(
      `Rate limit reached for some-model-1 in organization org-${context.canary} on requests per min (RPM): Limit 4000, Used 4000, Requested 1.${again} Visit https://platform.openai.com/account/rate-limits to learn more.`,
    );
  });

  test('for tokens says so', () => {
    const limits = { requests: null, tokens: { limit: 30_000, remaining: 433, resetsIn: 100 } };
    const plan = openai.refuse(refusalOf({ reason: 'rate-limit', status: 429 }), { ...context, limits });
    expect(errorIn(plan)).toMatchObject({ type: 'tokens' });
    expect(errorIn(plan).message).toContain('on tokens per min (TPM): Limit 30000, Used 29567');
  });

  test('for a missing model comes from a gateway that has no request id', () => {
    const plan = openai.refuse(refusalOf({ reason: 'retired-model', status: 404 }), context);
    expect(headOf(plan).headers).not.toHaveProperty('x-request-id');
    expect(errorIn(plan).message).toContain('The model `some-model-1` does not exist');
  });
});

describe('embeddings', () => {
  const embed = (fields: Readonly<Record<string, unknown>>) =>
    openai.side(post('/v1/embeddings', { model: 'text-embedding-3-small', ...fields }), context);
  const vectors = (plan: WirePlan) =>
    (JSON.parse(textOf(plan)) as { data: { index: number; embedding: number[] | string }[] }).data;

  test.each([
    ['text-embedding-3-small', 1536],
    ['text-embedding-3-large', 3072],
    ['my-own', 1536],
  ])('of %s have %d numbers', (model, size) => {
    expect(vectors(embed({ model, input: 'one' }))[0]?.embedding).toHaveLength(size);
  });

  test('as base64 are the same floats, little-endian', () => {
    const [floats] = vectors(embed({ input: 'one', dimensions: 8 }));
    const [packed] = vectors(embed({ input: 'one', dimensions: 8, encoding_format: 'base64' }));
    const bytes = Buffer.from(String(packed?.embedding), 'base64');
    const read = Array.from({ length: 8 }, (_, index) => bytes.readFloatLE(index * 4));
    expect(read).toEqual(floats?.embedding);
  });

  test('cost at least a token for each text', () => {
    expect(JSON.parse(textOf(embed({ input: ['a', 'b', 'x'.repeat(9)], dimensions: 1 })))).toMatchObject({
      usage: { prompt_tokens: 5, total_tokens: 5 },
    });
  });

  test('are made of texts and of tokens', () => {
    expect(vectors(embed({ input: [1, 2, 3], dimensions: 4 }))).toHaveLength(1);
    expect(vectors(embed({ input: [[1, 2], [3]], dimensions: 4 })).map(({ index }) => index)).toEqual([0, 1]);
  });

  test.each([
    [{ input: undefined }, "Missing required parameter: 'input'."],
    [{ input: [] }, "Invalid 'input': empty array"],
    [{ input: ['one', ''] }, "'$.input' is invalid."],
    [{ input: '' }, "'$.input' is invalid."],
    [{ input: 'one', dimensions: 99_999 }, "Invalid value for 'dimensions'"],
    [{ input: 'one', model: '' }, 'you must provide a model parameter'],
  ])('are refused for %j', (fields, message) => {
    const plan = embed(fields);
    expect(headOf(plan).status).toBe(400);
    expect(errorIn(plan).message.startsWith(message)).toBe(true);
  });
});
