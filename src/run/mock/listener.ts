/**
 * A plain HTTP listener for one upstream or trap. It refuses whoever isn't the subject: a foreign Host
 * (a page that rebound its name to us) and any Origin (a page at all).
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { BrownoutError } from '../../model/problem.js';
import type { WireRequest } from '../../model/wire.js';
import type { Address } from '../contract.js';

export interface ListenerOptions {
  /** For messages to the user, such as `the mock of "claude"`. */
  readonly title: string;
  readonly bind: string;
  readonly advertise: string | null;
  /** 0 lets the machine choose. */
  readonly port: number;
  readonly onRequest: (request: WireRequest, res: ServerResponse) => void;
  /** More than `BODY_LIMIT`: the body is thrown away. */
  readonly onTooLarge: (request: WireRequest, res: ServerResponse) => void;
}

export interface Listener {
  readonly address: Address;
  close(): Promise<void>;
}

/** Anthropic's own: pictures come as base64. */
export const BODY_LIMIT = 32 * 1024 * 1024;
const BACKLOG = 4096;

export async function listen(options: ListenerOptions): Promise<Listener> {
  let isWelcome: (host: string) => boolean = () => false;
  const server = createServer((req, res) => {
    if (!isWelcome(req.headers.host ?? '') || req.headers.origin !== undefined) refuse(req, res);
    else receive(req, res, options);
  });
  // A reused connection must not end under a request: clients would take it for an injected reset. Nor does a vendor
  // promise to hold it for so long, which Node does in a header wherever this is not 0.
  server.keepAliveTimeout = 0;
  server.requestTimeout = 0;
  server.headersTimeout = 0;
  server.timeout = 0;
  await bound(server, options);
  const address = addressOf(server, options);
  isWelcome = oneOf(hostsOf(address, options));
  return { address, close: () => closed(server) };
}

async function bound(server: Server, { title, bind, port }: ListenerOptions): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => reject(notBound(cause, { title, bind, port })));
    server.listen({ host: bind, port, backlog: BACKLOG }, resolve);
  });
  server.removeAllListeners('error');
  // From here on only `accept` can fail, when no descriptor is left: the caller waits and the run goes on.
  server.on('error', () => undefined);
}

function notBound(
  cause: NodeJS.ErrnoException,
  { title, bind, port }: Pick<ListenerOptions, 'title' | 'bind' | 'port'>,
): BrownoutError {
  const isTaken = cause.code === 'EADDRINUSE';
  return new BrownoutError({
    code: isTaken ? 'port-taken' : 'port-refused',
    ending: 'usage',
    message: isTaken
      ? `${title} wants port ${port}, and something else listens there already`
      : `${title} can't listen on ${bind}:${port}: ${cause.message}`,
    hints: isTaken
      ? ['End what holds it, or leave "port" out and take the address from the environment.']
      : [
          `The port of an upstream ("port") must be above 1023, and ${bind} an address of this machine (--bind of run and up).`,
        ],
    cause,
  });
}

function addressOf(server: Server, { bind, advertise }: ListenerOptions): Address {
  const bound = server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
  const host = advertise ?? (isWildcard(bind) ? '127.0.0.1' : bind);
  return { url: `http://${inUrl(host)}:${port}`, host, port };
}

/** What the Host header may name; its port is that of whatever proxy stands in front. */
function hostsOf({ host }: Address, { bind }: ListenerOptions): ReadonlySet<string> {
  return new Set(['localhost', '127.0.0.1', '::1', bind, host].map((name) => inUrl(name).toLowerCase()));
}

/** A subject names the same one each time. */
function oneOf(hosts: ReadonlySet<string>): (host: string) => boolean {
  let last: string | null = null;
  return (host) => {
    if (host !== last && !hosts.has(nameIn(host))) return false;
    last = host;
    return true;
  };
}

function nameIn(host: string): string {
  const colon = host.lastIndexOf(':');
  return colon > host.lastIndexOf(']') ? host.slice(0, colon) : host;
}

function isWildcard(bind: string): boolean {
  return bind === '0.0.0.0' || bind === '::';
}

function inUrl(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

const NOT_FOR_YOU = JSON.stringify({ error: 'brownout answers only the app under test' });

function refuse(req: IncomingMessage, res: ServerResponse): void {
  req.resume();
  res.writeHead(403, { 'content-type': 'application/json', 'content-length': NOT_FOR_YOU.length });
  res.end(NOT_FOR_YOU);
}

function receive(req: IncomingMessage, res: ServerResponse, options: ListenerOptions): void {
  let first: Buffer | null = null;
  let more: Buffer[] | null = null;
  let size = 0;
  req.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > BODY_LIMIT) more = first = null;
    else if (first === null) first = chunk;
    else (more ??= [first]).push(chunk);
  });
  req.on('end', () => {
    if (size > BODY_LIMIT) options.onTooLarge(requestOf(req, ''), res);
    else options.onRequest(requestOf(req, textOf(first, more)), res);
  });
}

function textOf(first: Buffer | null, more: readonly Buffer[] | null): string {
  if (more !== null) return Buffer.concat(more).toString('utf8');
  return first === null ? '' : first.toString('utf8');
}

function requestOf(req: IncomingMessage, body: string): WireRequest {
  const url = req.url ?? '/';
  const query = url.indexOf('?');
  return {
    method: req.method ?? 'GET',
    path: query < 0 ? url : url.slice(0, query),
    headers: req.headers,
    body,
  };
}

async function closed(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
