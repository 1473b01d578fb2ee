/** The two providers as the demo apps know them: what to send, and what comes back. */
import type { SseEvent } from './sse.js';
import type { UpstreamCall } from './upstream.js';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Dialect {
  readonly name: 'anthropic' | 'openai';
  call(question: string, stream: boolean): UpstreamCall;
  /** The text of a whole answer; undefined where it holds none. */
  answerIn(body: unknown): string | undefined;
  read(event: SseEvent): StreamPart;
}

export type StreamPart =
  | { readonly is: 'token'; readonly text: string }
  /** The model says that it has finished, and why. */
  | { readonly is: 'finish'; readonly reason: string }
  /** The last event of a whole stream. */
  | { readonly is: 'end' }
  | { readonly is: 'error'; readonly text: string }
  | { readonly is: 'other' };

const MAX_TOKENS = 1_000;

export function anthropic(env: Environment): Dialect {
  const base = baseUrl(env, 'ANTHROPIC_BASE_URL');
  const headers = { 'x-api-key': env['ANTHROPIC_API_KEY'] ?? '', 'anthropic-version': '2023-06-01' };
  return {
    name: 'anthropic',
    call: (question, stream) => ({
      url: `${base}/v1/messages`,
      headers,
      body: { model: 'claude-sonnet-4-5', max_tokens: MAX_TOKENS, stream, messages: messages(question) },
    }),
    answerIn: (body) => textAt(body, ['content', 0, 'text']),
    read: ({ event, data }) => {
      const body: unknown = JSON.parse(data);
      if (event === 'error') return { is: 'error', text: data };
      if (event === 'message_stop') return { is: 'end' };
      const reason = textAt(body, ['delta', 'stop_reason']);
      if (reason !== undefined) return { is: 'finish', reason };
      return tokenOf(textAt(body, ['delta', 'text']));
    },
  };
}

export function openai(env: Environment): Dialect {
  const base = baseUrl(env, 'OPENAI_BASE_URL');
  const headers = { authorization: `Bearer ${env['OPENAI_API_KEY'] ?? ''}` };
  return {
    name: 'openai',
    call: (question, stream) => ({
      url: `${base}/chat/completions`,
      headers,
      body: {
        model: 'gpt-4.1-mini',
        max_completion_tokens: MAX_TOKENS,
        stream,
        messages: messages(question),
      },
    }),
    answerIn: (body) => textAt(body, ['choices', 0, 'message', 'content']),
    read: ({ data }) => {
      if (data === '[DONE]') return { is: 'end' };
      const body: unknown = JSON.parse(data);
      if (valueAt(body, ['error']) !== undefined) return { is: 'error', text: data };
      const reason = textAt(body, ['choices', 0, 'finish_reason']);
      if (reason !== undefined) return { is: 'finish', reason };
      return tokenOf(textAt(body, ['choices', 0, 'delta', 'content']));
    },
  };
}

function baseUrl(env: Environment, name: string): string {
  const value = env[name];
  if (value === undefined || value === '')
    throw new Error(`${name} is not set: a demo app calls no real provider`);
  return value.replace(/\/$/, '');
}

function messages(question: string): readonly object[] {
  return [{ role: 'user', content: question }];
}

function tokenOf(text: string | undefined): StreamPart {
  return text === undefined || text === '' ? { is: 'other' } : { is: 'token', text };
}

export function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  let here = value;
  for (const key of path) {
    if (typeof here !== 'object' || here === null || !(key in here)) return undefined;
    here = (here as Readonly<Record<string | number, unknown>>)[key];
  }
  return here;
}

function textAt(value: unknown, path: readonly (string | number)[]): string | undefined {
  const found = valueAt(value, path);
  return typeof found === 'string' ? found : undefined;
}
