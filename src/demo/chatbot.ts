/**
 * The HTTP side that all demo apps share: `POST /ask` and `POST /stream` go to the chatbot, notes and
 * health need no model. What a chatbot throws is answered as frameworks do by default: with the
 * message of the error, or by closing the connection once the head is out.
 */
import { realpathSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import { valueAt, type Environment } from './dialects.js';
import { Notes } from './notes.js';

export interface Chatbot {
  ask(question: string, reply: Reply): Promise<void>;
  stream(question: string, reply: Reply): Promise<void>;
}

/** What can be said to the user. */
export interface Reply {
  /** Aborted when the user has gone. */
  readonly gone: AbortSignal;
  json(status: number, body: unknown, headers?: Readonly<Record<string, string>>): void;
  /** The head of a stream; only the first one counts. */
  open(headers?: Readonly<Record<string, string>>): void;
  readonly token: (text: string) => void;
  event(name: string, data: unknown): void;
  /** The end mark of a whole stream, and its end. */
  done(): void;
  /** The end of a stream without an end mark. */
  end(): void;
}

const LARGEST_BODY = 1_000_000;

export function demoServer(bot: Chatbot, notes = new Notes()): Server {
  return createServer((request, response) => {
    answer({ bot, notes, request, response }).catch((error: unknown) => {
      fail(response, error);
    });
  });
}

/** Serves the app when its file is what `node` was started with. */
export function serveWhenMain(url: string, makeBot: (env: Environment, notes: Notes) => Chatbot): void {
  const main = process.argv[1];
  if (main === undefined || realpathSync(main) !== fileURLToPath(url)) return;
  const notes = new Notes();
  const server = demoServer(makeBot(process.env, notes), notes);
  server.listen(Number(process.env['PORT'] ?? 3000), '127.0.0.1');
  process.once('SIGTERM', () => {
    server.close();
    server.closeAllConnections();
  });
}

interface Exchange {
  readonly bot: Chatbot;
  readonly notes: Notes;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

async function answer({ bot, notes, request, response }: Exchange): Promise<void> {
  const reply = replyOn(response);
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://app');
  switch (`${request.method ?? ''} ${pathname}`) {
    case 'GET /health':
      reply.json(200, { ok: true });
      return;
    case 'GET /notes':
      reply.json(200, { notes: notes.with(searchParams.get('text') ?? '') });
      return;
    case 'POST /notes':
      return withText(request, reply, 'text', (text) => reply.json(201, { id: notes.add(text).id }));
    case 'POST /ask':
      return withText(request, reply, 'question', (question) => bot.ask(question, reply));
    case 'POST /stream':
      return withText(request, reply, 'question', (question) => bot.stream(question, reply));
    default:
      reply.json(404, { error: { code: 'not_found', message: 'No such page.', retryable: false } });
      return;
  }
}

async function withText(
  request: IncomingMessage,
  reply: Reply,
  field: string,
  use: (text: string) => Promise<void> | void,
): Promise<void> {
  const text = valueAt(parsed(await bodyOf(request)), [field]);
  if (typeof text === 'string' && text !== '') return use(text);
  const message = `The body must be JSON with the text "${field}", of at most 1 MB.`;
  reply.json(400, { error: { code: 'bad_request', message, retryable: false } });
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  request.setEncoding('utf8');
  let body = '';
  for await (const chunk of request as AsyncIterable<string>) {
    if (body.length <= LARGEST_BODY) body += chunk;
  }
  return body.length <= LARGEST_BODY ? body : '';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function replyOn(response: ServerResponse): Reply {
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  const write = (text: string): void => {
    if (response.writable) response.write(text);
  };
  const open = (headers: Readonly<Record<string, string>> = {}): void => {
    if (response.headersSent) return;
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache', ...headers });
  };
  return {
    gone: gone.signal,
    json: (status, body, headers = {}) => {
      response
        .writeHead(status, { 'content-type': 'application/json', ...headers })
        .end(JSON.stringify(body));
    },
    open,
    token: (token) => {
      open();
      write(`data: ${JSON.stringify({ token })}\n\n`);
    },
    event: (name, data) => {
      open();
      write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
    },
    done: () => {
      open();
      response.end('data: [DONE]\n\n');
    },
    end: () => {
      response.end();
    },
  };
}

function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const message = error instanceof Error ? error.message : String(error);
  response.writeHead(500, { 'content-type': 'application/json' }).end(JSON.stringify({ error: message }));
}
