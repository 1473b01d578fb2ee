/** A provider that does as it is told, call by call, for apps that must bear it. Speaks both dialects. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export type Act =
  | { readonly do: 'answer'; readonly text?: string; readonly firstToken?: number; readonly gap?: number }
  | {
      readonly do: 'refuse';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  | { readonly do: 'page' | 'empty' | 'hang' | 'reset' }
  /** After some tokens: the connection breaks, the stream just ends, nothing more comes, or an error event. */
  | { readonly do: 'cut' | 'end' | 'stall' | 'error-event'; readonly tokens: number };

export interface ScriptedUpstream {
  readonly url: string;
  /** Decides what each call meets, by its number from 1. */
  script: (call: number) => Act;
  calls: number;
  /** Calls whose caller let go before the end. */
  dropped: number;
  close(): void;
}

export async function scriptedUpstream(script: (call: number) => Act): Promise<ScriptedUpstream> {
  const upstream = { url: '', script, calls: 0, dropped: 0, close: (): void => undefined };
  const server = createServer((request, response) => {
    upstream.calls += 1;
    const act = upstream.script(upstream.calls);
    response.once('close', () => {
      if (!response.writableFinished) upstream.dropped += 1;
    });
    perform(act, request, response).catch(() => response.destroy());
  });
  upstream.url = await listen(server);
  upstream.close = () => {
    server.close();
    server.closeAllConnections();
  };
  return upstream;
}

export async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const TOKENS = ['The ', 'answer ', 'is ', 'forty', '-two', '.'];

async function perform(act: Act, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const isStream = (await bodyOf(request)).includes('"stream":true');
  const dialect = request.url === '/v1/messages' ? anthropic : openai;
  switch (act.do) {
    case 'refuse':
      response.writeHead(act.status, act.headers).end(act.body ?? '{"error":{"message":"no"}}');
      return;
    case 'page':
      response.writeHead(200, { 'content-type': 'text/html' }).end('<title>Just a moment</title>');
      return;
    case 'hang':
      return;
    case 'reset':
      request.socket.resetAndDestroy();
      return;
    default:
      if (isStream) await stream(act, dialect, response);
      else whole(act, dialect, response);
  }
}

type Speaking = Exclude<Act, { readonly do: 'refuse' | 'page' | 'hang' | 'reset' }>;

async function stream(act: Speaking, dialect: Dialect, response: ServerResponse): Promise<void> {
  const pieces =
    act.do === 'empty' ? [] : act.do === 'answer' && act.text !== undefined ? [act.text] : TOKENS;
  const said = 'tokens' in act ? pieces.slice(0, act.tokens) : pieces;
  response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
  if (act.do === 'answer') await sleep(act.firstToken ?? 0);
  for (const piece of said) {
    response.write(dialect.token(piece));
    if (act.do === 'answer' && act.gap !== undefined) await sleep(act.gap);
  }
  if (act.do === 'cut') await sleep(20).then(() => response.socket?.resetAndDestroy());
  else if (act.do === 'end') response.end();
  else if (act.do === 'error-event') response.end(dialect.error);
  else if (act.do !== 'stall') response.end(dialect.end);
}

function whole(act: Speaking, dialect: Dialect, response: ServerResponse): void {
  const text = act.do === 'empty' ? '' : TOKENS.join('');
  const body = dialect.whole(act.do === 'answer' && act.text !== undefined ? act.text : text);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
  if (act.do === 'answer' || act.do === 'empty') response.end(body);
  else {
    response.write(body.slice(0, -5));
    if (act.do !== 'stall') response.socket?.destroy();
  }
}

interface Dialect {
  readonly end: string;
  readonly error: string;
  token(text: string): string;
  whole(text: string): string;
}

function named(event: string, data: unknown): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

const anthropic: Dialect = {
  token: (text) =>
    named('content_block_delta', {
      type: 'content_block_delta',
      index: 0,
      delta: { type: 'text_delta', text },
    }),
  end:
    named('message_delta', { type: 'message_delta', delta: { stop_reason: 'end_turn' } }) +
    named('message_stop', { type: 'message_stop' }),
  error: named('error', { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }),
  whole: (text) =>
    JSON.stringify({ type: 'message', content: [{ type: 'text', text }], stop_reason: 'end_turn' }),
};

function chunk(delta: unknown, reason: string | null): string {
  return `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason: reason }] })}\n\n`;
}

const openai: Dialect = {
  token: (content) => chunk({ content }, null),
  end: `${chunk({}, 'stop')}data: [DONE]\n\n`,
  error: `data: ${JSON.stringify({ error: { message: 'no', type: 'server_error' } })}\n\ndata: [DONE]\n\n`,
  whole: (content) =>
    JSON.stringify({ choices: [{ message: { role: 'assistant', content }, finish_reason: 'stop' }] }),
};

async function bodyOf(request: IncomingMessage): Promise<string> {
  request.setEncoding('utf8');
  let body = '';
  for await (const part of request as AsyncIterable<string>) body += part;
  return body;
}
