/** The control API over HTTP: whom it lets in, what it calls, and how answers look on the wire. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { endInOnePiece } from '../../in-one-piece.js';
import type { ProxyBook } from './book.js';
import { printFailure } from './echo.js';
import { unwelcome } from './guests.js';
import { METRICS_TYPE, zipped, type Metrics } from './metrics.js';
import { cleanerThan, targetOf, type Target } from './path.js';
import { Refusal } from './refusal.js';
import { requestId } from './request-id.js';
import { routeOf, type Reply } from './routes.js';

export interface DeskOptions {
  readonly book: ProxyBook;
  readonly metrics: Metrics;
  readonly welcome: ReadonlySet<string>;
  /** One line for each call that may change something. */
  readonly say: (line: string) => void;
}

const TEXT = 'text/plain; charset=utf-8';
const STRICT = ['X-Content-Type-Options', 'nosniff'];
const GONE = 'the client left in the middle of its request';
const LARGEST_BODY = 16 * 1024 * 1024;
/** Longer answers go out in chunks, as Go does it. */
const LONGEST_WHOLE = 2048;

export function deskOf(options: DeskOptions): (req: IncomingMessage, res: ServerResponse) => void {
  const running = new WeakMap<Socket, Promise<unknown>>();
  return (req, res) => {
    void inOrder(running, req.socket, () => replyTo(options, req)).then(
      (reply) => {
        if (req.method !== 'GET') options.say(`${req.method} ${req.url} ${reply.status}`);
        send(res, reply);
      },
      // A client that left in the middle of its request, or a mistake of ours that must not end the rest.
      (error: unknown) => send(res, failure(new Refusal(500, String(error)))),
    );
  };
}

/** Calls that come at once over one connection are done in their order: each sees what those before it changed. */
function inOrder<T>(
  running: WeakMap<Socket, Promise<unknown>>,
  socket: Socket,
  work: () => Promise<T>,
): Promise<T> {
  const before = running.get(socket);
  const done = before === undefined ? work() : before.then(work, work);
  const clear = (): void => {
    if (running.get(socket) === done) running.delete(socket);
  };
  running.set(socket, done);
  done.then(clear, clear);
  return done;
}

async function replyTo(options: DeskOptions, req: IncomingMessage): Promise<Reply> {
  const refused = unwelcome(req.headers, options.welcome);
  if (refused !== null) return failure(new Refusal(403, refused));
  const target = targetOf(req.url ?? '/');
  if (target === null)
    return { status: 400, type: TEXT, body: '400 Bad Request', headers: ['Connection', 'close'] };
  const clean = cleanerThan(target);
  if (clean !== null) return { status: 301, type: null, body: '', headers: ['Location', clean] };
  return (await routed(options, req, target)) ?? plainFailure(404, '404 page not found');
}

async function routed(options: DeskOptions, req: IncomingMessage, { path }: Target): Promise<Reply | null> {
  const isMetrics = path === '/metrics' && options.metrics.isOn;
  const found = routeOf(req.method ?? 'GET', path);
  if (!isMetrics && found.kind === 'no-path') return null;
  if (found.kind === 'no-method') return { status: 405, type: null, body: '' };
  const act = found.kind === 'act' ? found.act : null;
  const { status, type, body, headers = [] } = await acted(options, req, act);
  return { status, type, body, headers: [...headers, 'X-Toxiproxy-Request-Id', requestId()] };
}

type Act = (book: ProxyBook, body: string) => Reply | Promise<Reply>;

/** Without anything to do it is the metrics that are asked for. */
async function acted(options: DeskOptions, req: IncomingMessage, act: Act | null): Promise<Reply> {
  if (req.headers['user-agent']?.startsWith('Mozilla/') === true)
    return plainFailure(403, 'User agent not allowed');
  if (act === null) return metricsReply(options, req);
  const body = req.method === 'GET' ? '' : await bodyOf(req);
  try {
    if (body === null) throw new Refusal(413, `bad request body: more than ${LARGEST_BODY} bytes`);
    return await act(options.book, body);
  } catch (error) {
    if (error instanceof Refusal) return failure(error);
    throw error;
  }
}

/** null: too large. Whoever leaves in the middle makes it throw. */
function bodyOf(req: IncomingMessage): Promise<string | null> {
  return new Promise((resolve, reject) => {
    // It may have left while the calls before this one were done.
    if (req.destroyed) reject(new Error(GONE));
    const parts: Buffer[] = [];
    let size = 0;
    req.on('data', (part: Buffer) => {
      size += part.length;
      if (size > LARGEST_BODY) resolve(null);
      else parts.push(part);
    });
    req.on('end', () => resolve(Buffer.concat(parts).toString('utf8')));
    req.on('error', reject);
    req.on('close', () => {
      if (!req.readableEnded) reject(new Error(GONE));
    });
  });
}

function metricsReply({ metrics, book }: DeskOptions, req: IncomingMessage): Reply {
  const body = metrics.text(book.traffic());
  const small = zipped(body, req.headers['accept-encoding']);
  const plain = { status: 200, type: METRICS_TYPE };
  return small === null
    ? { ...plain, body }
    : { ...plain, body: small, headers: ['Content-Encoding', 'gzip'] };
}

function plainFailure(status: number, text: string): Reply {
  return { status, type: TEXT, body: `${text}\n`, headers: STRICT };
}

function failure(refusal: Refusal): Reply {
  return { status: refusal.status, type: TEXT, body: printFailure(refusal), headers: STRICT };
}

function send(res: ServerResponse, { status, type, body, headers = [] }: Reply): void {
  const length = Buffer.byteLength(body);
  const isLong = length > LONGEST_WHOLE;
  res.writeHead(status, [
    ...headers,
    ...(type === null ? [] : ['Content-Type', type]),
    ...(isLong || status === 204 ? [] : ['Content-Length', String(length)]),
  ]);
  if (isLong) res.write(body);
  if (isLong) res.end();
  else if (typeof body === 'string' && body !== '') endInOnePiece(res, body);
  else res.end(body);
}
