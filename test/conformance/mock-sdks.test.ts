/**
 * The official SDKs as a subject that keeps its own books: every fault of the shelf, on both vendors,
 * whole and streamed, must look to them as our rows say that it was.
 */
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { afterEach, describe, expect, test } from 'vitest';
import { readWatermark } from '../../src/catalog/answers/watermark.js';
import { faults } from '../../src/catalog/faults/shelf.js';
import type { AttemptOutcome, AttemptRow } from '../../src/model/event.js';
import type { FaultWindow } from '../../src/model/plan.js';
import type { Mocks } from '../../src/run/contract.js';
import { startMocks } from '../../src/run/mock/mocks.js';
import { mocking, planOf, tokenOf, upstream, window } from '../support/mocking.js';

/** What the SDK gave its caller. */
type Got = 'answer' | 'part' | 'nothing' | 'status' | 'broken';

interface Seen {
  readonly got: Got;
  readonly status: number | null;
}

interface Expected {
  readonly params: object;
  readonly whole: readonly [AttemptOutcome, Got];
  readonly stream: readonly [AttemptOutcome, Got];
}

const REFUSED = { whole: ['http-error', 'status'], stream: ['http-error', 'status'] } as const;
const SLOW = { whole: ['slow', 'answer'], stream: ['slow', 'answer'] } as const;

const EXPECTED: Readonly<Record<string, Expected>> = {
  'auth-rejected': { params: {}, ...REFUSED },
  'commit-then-fail': { params: {}, whole: ['reset', 'broken'], stream: ['reset', 'broken'] },
  cut: { params: { after: 6, how: 'fin' }, whole: ['cut', 'broken'], stream: ['cut', 'broken'] },
  empty: { params: {}, whole: ['cut', 'nothing'], stream: ['cut', 'nothing'] },
  'error-event': { params: { after: 6 }, whole: ['ok', 'answer'], stream: ['cut', 'broken'] },
  hang: { params: {}, whole: ['hang', 'broken'], stream: ['hang', 'broken'] },
  'html-page': { params: {}, ...REFUSED },
  latency: { params: { by: '30ms' }, ...SLOW },
  malformed: { params: { how: 'broken-json', after: 6 }, whole: ['ok', 'broken'], stream: ['ok', 'broken'] },
  'quota-exhausted': { params: {}, ...REFUSED },
  'rate-limit': {
    params: { requests: '1/min', burst: 1 },
    whole: ['ok', 'answer'],
    stream: ['http-error', 'status'],
  },
  'retired-model': { params: {}, ...REFUSED },
  'slow-first-token': { params: { by: '30ms' }, ...SLOW },
  'slow-tokens': { params: { by: '2ms' }, ...SLOW },
  // Both SDKs end a stream quietly that its caller gave up.
  stall: { params: { after: 6 }, whole: ['hang', 'broken'], stream: ['hang', 'part'] },
  status: { params: { status: 500 }, ...REFUSED },
  'wrong-4xx': { params: {}, ...REFUSED },
};

/** Longer than any delay of the table; what stands still is given up after it. */
const PATIENCE = 400;
const WORDS = 20;

const vendors = {
  anthropic: { whole: anthropicWhole, stream: anthropicStream },
  openai: { whole: openaiWhole, stream: openaiStream },
} as const;

let mocks: Mocks | null = null;

afterEach(async () => {
  await mocks?.close();
});

async function start(provider: string, windows: readonly FaultWindow[]) {
  const { options, rows } = mocking(planOf([upstream({ provider })], windows));
  mocks = await startMocks(options);
  return { url: mocks.addresses.get('claude')?.url ?? '', rows };
}

test('the table has every fault of the shelf', () => {
  expect(Object.keys(EXPECTED).toSorted()).toEqual(faults.map(({ kind }) => kind).toSorted());
});

describe.each(['anthropic', 'openai'] as const)('%s', (provider) => {
  test.each(Object.entries(EXPECTED))('%s', async (kind, { params, whole, stream }) => {
    const { url, rows } = await start(provider, [window(kind, params)]);
    const seen = [await vendors[provider].whole(url, 1), await vendors[provider].stream(url, 2)];
    await until(() => rows.length === 2);
    expect(rows.map(({ inbound }) => inbound)).toEqual([1, 2]);
    expect(rows.map((row, index) => [row.outcome, seen[index]?.got])).toEqual([whole, stream]);
    const refused = rows.filter(({ outcome }) => outcome === 'http-error');
    expect(refused.map(({ status }) => status)).toEqual(
      seen.filter(({ got }) => got === 'status').map(({ status }) => status),
    );
    expect(rows.map(isHurt)).toEqual(
      [whole, stream].map(([outcome], index) => outcome !== 'ok' || seen[index]?.got === 'broken'),
    );
  });

  test('without a fault answers in full, and calls a tool that is demanded', async () => {
    const { url, rows } = await start(provider, []);
    expect((await vendors[provider].whole(url, 1)).got).toBe('answer');
    expect((await vendors[provider].stream(url, 2)).got).toBe('answer');
    const city = provider === 'anthropic' ? await anthropicTool(url, 3) : await openaiTool(url, 3);
    expect(readWatermark(city).ended).toHaveLength(1);
    await until(() => rows.length === 3);
    expect(rows.map(({ inbound, outcome, ordinal }) => [inbound, outcome, ordinal])).toEqual([
      [1, 'ok', 1],
      [2, 'ok', 1],
      [3, 'ok', 1],
    ]);
  });
});

test("the SDK's own retries are one call, and the answer that ends them is healthy", async () => {
  const match = {
    model: null,
    stream: null,
    journey: null,
    header: {},
    attempt: { from: 1, to: 2 },
    cohort: null,
  };
  const params = { status: 529, retryAfter: { milliseconds: '1ms' } };
  const { url, rows } = await start('anthropic', [window('status', params, { match })]);
  const client = new Anthropic({ apiKey: 'k', baseURL: url, maxRetries: 2 });
  const message = await client.messages.create({ model: 'x', max_tokens: 500, messages: asked(1) });
  expect(JSON.stringify(message.content)).toContain(`-end${WORDS}.`);
  await until(() => rows.length === 3);
  expect(rows.map(({ call, ordinal, outcome }) => [call, ordinal, outcome])).toEqual([
    [1, 1, 'http-error'],
    [1, 2, 'http-error'],
    [1, 3, 'ok'],
  ]);
});

function isHurt({ faults: windows }: AttemptRow): boolean {
  return windows.length > 0;
}

function asked(inbound: number) {
  return [{ role: 'user' as const, content: `Why? ${tokenOf(inbound)}` }];
}

function gives(text: string): Seen {
  const { ended } = readWatermark(text);
  return { got: text === '' ? 'nothing' : ended.length > 0 ? 'answer' : 'part', status: 200 };
}

/** How the SDK's promise ended: an error with a status is one that the vendor said before the body. */
async function settle(call: (signal: AbortSignal) => Promise<string>): Promise<Seen> {
  try {
    return gives(await call(AbortSignal.timeout(PATIENCE)));
  } catch (error) {
    const status: unknown = error instanceof Error && 'status' in error ? error.status : undefined;
    return typeof status === 'number' ? { got: 'status', status } : { got: 'broken', status: null };
  }
}

function anthropicWhole(url: string, inbound: number): Promise<Seen> {
  const client = new Anthropic({ apiKey: 'k', baseURL: url, maxRetries: 0, logLevel: 'off' });
  return settle(async (signal) => {
    const body = { model: 'x', max_tokens: 500, messages: asked(inbound) };
    const { content } = await client.messages.create(body, { signal });
    return content.map((block) => (block.type === 'text' ? block.text : '')).join('');
  });
}

function anthropicStream(url: string, inbound: number): Promise<Seen> {
  const client = new Anthropic({ apiKey: 'k', baseURL: url, maxRetries: 0, logLevel: 'off' });
  return settle(async (signal) => {
    const body = { model: 'x', max_tokens: 500, messages: asked(inbound), stream: true } as const;
    let text = '';
    for await (const event of await client.messages.create(body, { signal })) {
      if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') text += event.delta.text;
    }
    return text;
  });
}

function openaiWhole(url: string, inbound: number): Promise<Seen> {
  const client = new OpenAI({ apiKey: 'k', baseURL: `${url}/v1`, maxRetries: 0, logLevel: 'off' });
  return settle(async (signal) => {
    const body = { model: 'x', messages: asked(inbound) };
    const { choices } = await client.chat.completions.create(body, { signal });
    return choices[0]?.message.content ?? '';
  });
}

function openaiStream(url: string, inbound: number): Promise<Seen> {
  const client = new OpenAI({ apiKey: 'k', baseURL: `${url}/v1`, maxRetries: 0, logLevel: 'off' });
  return settle(async (signal) => {
    const body = { model: 'x', messages: asked(inbound), stream: true } as const;
    let text = '';
    for await (const chunk of await client.chat.completions.create(body, { signal })) {
      text += chunk.choices[0]?.delta.content ?? '';
    }
    return text;
  });
}

const CITY = { type: 'object' as const, properties: { city: { type: 'string' } }, required: ['city'] };

async function anthropicTool(url: string, inbound: number): Promise<string> {
  const client = new Anthropic({ apiKey: 'k', baseURL: url });
  const { content } = await client.messages.create({
    model: 'x',
    max_tokens: 500,
    messages: asked(inbound),
    tools: [{ name: 'weather', input_schema: CITY }],
    tool_choice: { type: 'any' },
  });
  const [block] = content;
  return block?.type === 'tool_use' ? JSON.stringify(block.input) : '';
}

async function openaiTool(url: string, inbound: number): Promise<string> {
  const client = new OpenAI({ apiKey: 'k', baseURL: `${url}/v1` });
  const { choices } = await client.chat.completions.create({
    model: 'x',
    messages: asked(inbound),
    tools: [{ type: 'function', function: { name: 'weather', parameters: CITY } }],
    tool_choice: 'required',
  });
  const call = choices[0]?.message.tool_calls?.[0];
  return call?.type === 'function' ? call.function.arguments : '';
}

async function until(isReached: () => boolean): Promise<void> {
  while (!isReached()) await new Promise((resolve) => setImmediate(resolve));
}
