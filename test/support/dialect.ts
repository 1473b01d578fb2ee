/** Requests in each dialect and what its answers say, read independently of the code that wrote them. */
import { mintCanary } from '../../src/catalog/answers/canary.js';
import type { Provider, WriteContext } from '../../src/catalog/providers/provider.js';
import { providers } from '../../src/catalog/providers/shelf.js';
import { randomOf } from '../../src/kit/random.js';
import type { LlmAnswer, LlmCall, Refusal } from '../../src/model/llm.js';
import type { WirePlan, WireRequest } from '../../src/model/wire.js';
import { headOf, textOf } from './fake-provider.js';
import { saying } from './saying.js';

export const context: WriteContext = {
  random: randomOf(11),
  model: 'some-model-1',
  wallTime: Date.UTC(2026, 10, 20, 10, 15, 30),
  canary: mintCanary(1, 7),
  limits: null,
  pacing: { firstToken: 300, gap: 20 },
};

export const LIMITS = {
  requests: { limit: 4000, remaining: 0, resetsIn: 3500 },
  tokens: { limit: 400_000, remaining: 312_345, resetsIn: 12_000 },
};

/** With whatever JSON, HTML and SSE might trip over. */
export const textAnswer: LlmAnswer = saying([
  'bo1234:',
  ' wm0001',
  ' "quoted"',
  '\nnew\r\nline',
  ' \\ back',
  ' ümläut 𝄞',
  '\u2028',
  ' }',
  ' end.',
]);

export const toolAnswer: LlmAnswer = {
  ...saying(['{"ci', 'ty": "L', 'isb\\"on', '", "days": 3', '}']),
  kind: 'tool',
  tool: 'get_weather',
};

export function refusalOf(refusal: Partial<Refusal>): Refusal {
  return { reason: 'status', status: 500, retryAfter: { kind: 'absent' }, message: null, ...refusal };
}

export function post(path: string, body: unknown): WireRequest {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { method: 'POST', path, headers: {}, body: text };
}

export function get(path: string): WireRequest {
  return { method: 'GET', path, headers: {}, body: '' };
}

const PATHS: Readonly<Record<string, string>> = {
  anthropic: '/v1/messages',
  openai: '/v1/chat/completions',
};

/** The smallest call that a dialect takes, with further fields. */
export function callTo(provider: Provider, fields: Readonly<Record<string, unknown>> = {}): LlmCall {
  const path = PATHS[provider.id];
  if (path === undefined) throw new Error(`say in test/support/dialect.ts how to call ${provider.id}`);
  const messages = [{ role: 'user', content: 'Why is the sky blue?' }];
  return callIn(provider, post(path, { model: 'some-model-1', max_tokens: 1000, messages, ...fields }));
}

export function callIn(provider: Provider, request: WireRequest): LlmCall {
  const read = provider.read(request);
  if (read.kind !== 'call') throw new Error(`not read as a call: ${JSON.stringify(read)}`);
  return read.call;
}

/** As a mock with limits answers; `calls` gets what it was asked. */
export function answerOf(
  provider: Provider,
  request: WireRequest,
  { answer, calls }: { readonly answer: LlmAnswer; readonly calls: LlmCall[] },
): WirePlan {
  const read = provider.read(request);
  if (read.kind === 'side') return provider.side(request, context);
  if (read.kind === 'refused') return provider.refuse(read.refusal, context);
  calls.push(read.call);
  return provider[read.call.stream ? 'stream' : 'whole'](read.call, answer, { ...context, limits: LIMITS });
}

export const eachProvider = providers.map((provider) => [provider.id, provider] as const);

export interface Heard {
  readonly text: string;
  readonly tool: string | null;
  readonly args: unknown;
  readonly reason: string;
  readonly tokensOut: number | null;
  readonly ids: readonly string[];
}

/** An error in OpenAI's words. */
export interface OpenaiError {
  readonly message: string;
  readonly type: string;
  readonly param: string | null;
  readonly code: string | number | null;
}

export function openaiErrorIn(plan: WirePlan): OpenaiError {
  return (JSON.parse(textOf(plan)) as { error: OpenaiError }).error;
}

interface Tree {
  readonly [key: string]: Tree;
}

export interface SseEvent {
  readonly event: string | null;
  readonly text: string;
}

export function sseEvents(text: string): readonly SseEvent[] {
  return text
    .split('\n\n')
    .filter((frame) => frame !== '')
    .map((frame) => {
      const lines = frame.split('\n');
      const field = (name: string) =>
        lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
      return { event: field('event') ?? null, text: field('data') ?? '' };
    });
}

/** What a careful client makes of an answer. */
export function hear(provider: Provider, plan: WirePlan): Heard {
  const isStream = headOf(plan).headers['content-type']?.startsWith('text/event-stream') === true;
  if (!isStream) {
    const body = JSON.parse(textOf(plan)) as Tree;
    return provider.id === 'anthropic' ? hearMessage(body) : hearCompletion(body);
  }
  const events = sseEvents(textOf(plan));
  const bodies = events.filter(({ text }) => text !== '[DONE]').map(({ text }) => JSON.parse(text) as Tree);
  return provider.id === 'anthropic' ? hearEvents(bodies) : hearChunks(bodies);
}

function hearMessage(body: Tree): Heard {
  const [block] = list(body['content']);
  return {
    text: string(block?.['text']) ?? '',
    tool: string(block?.['name']),
    args: block?.['input'] ?? null,
    reason: string(body['stop_reason']) ?? '',
    tokensOut: number(body['usage']?.['output_tokens']),
    ids: [string(body['id']) ?? ''],
  };
}

function hearEvents(bodies: readonly Tree[]): Heard {
  const deltas = bodies.map((body) => body['delta']).filter((delta) => delta !== undefined);
  const start = bodies.map((body) => body['content_block']).find((block) => block !== undefined);
  const args = deltas.map((delta) => string(delta['partial_json']) ?? '').join('');
  const last = bodies.find((body) => string(body['type']) === 'message_delta');
  const first = bodies.find((body) => string(body['type']) === 'message_start');
  return {
    text: deltas.map((delta) => string(delta['text']) ?? '').join(''),
    tool: string(start?.['name']),
    args: args === '' ? null : JSON.parse(args),
    reason: string(last?.['delta']?.['stop_reason']) ?? '',
    tokensOut: number(last?.['usage']?.['output_tokens']),
    ids: [string(first?.['message']?.['id']) ?? ''],
  };
}

function hearCompletion(body: Tree): Heard {
  const [choice] = list(body['choices']);
  const [called] = list(choice?.['message']?.['tool_calls']);
  const args = string(called?.['function']?.['arguments']);
  return {
    text: string(choice?.['message']?.['content']) ?? '',
    tool: string(called?.['function']?.['name']),
    args: args === null ? null : JSON.parse(args),
    reason: string(choice?.['finish_reason']) ?? '',
    tokensOut: number(body['usage']?.['completion_tokens']),
    ids: [string(body['id']) ?? ''],
  };
}

function hearChunks(bodies: readonly Tree[]): Heard {
  const choices = bodies.flatMap((body) => list(body['choices']));
  const deltas = choices.map((choice) => choice['delta']).filter((delta) => delta !== undefined);
  const calls = deltas.flatMap((delta) => list(delta['tool_calls'])).map((called) => called['function']);
  const args = calls.map((called) => string(called?.['arguments']) ?? '').join('');
  return {
    text: deltas.map((delta) => string(delta['content']) ?? '').join(''),
    tool: string(calls[0]?.['name']),
    args: args === '' ? null : JSON.parse(args),
    reason: choices.map((choice) => string(choice['finish_reason'])).find((reason) => reason !== null) ?? '',
    tokensOut:
      bodies.map((body) => number(body['usage']?.['completion_tokens'])).find((n) => n !== null) ?? null,
    ids: [...new Set(bodies.map((body) => string(body['id']) ?? ''))],
  };
}

function list(value: unknown): readonly Tree[] {
  return Array.isArray(value) ? (value as readonly Tree[]) : [];
}

function string(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function number(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
