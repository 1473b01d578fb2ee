/** The Toxiproxy that comes with us: proxies, and the API over HTTP that every Toxiproxy client speaks. */
import { createServer, type Server } from 'node:http';
import { toxicByType } from '../../catalog/toxics/shelf.js';
import { randomOf } from '../../kit/random.js';
import { BrownoutError } from '../../model/problem.js';
import type { Clock } from '../../model/units.js';
import { ProxyBook } from './api/book.js';
import { deskOf } from './api/desk.js';
import { nameIn } from './api/guests.js';
import { Metrics, type MetricsChoice } from './api/metrics.js';
import type { PlaneOptions } from './contract.js';
import { ListenError } from './listen-error.js';
import { joinHostPort, resolveListen, type ListenAddress } from './listen.js';
import type { Dial } from './dial.js';
import { openPlane } from './plane.js';

export interface ProxyServerOptions {
  /** Where the API listens; a name means its first address. */
  readonly host: string;
  /** 0 lets the machine choose. */
  readonly port: number;
  /** The same seed, connections and calls give the same draws. */
  readonly seed: number;
  readonly clock: Clock;
  readonly onConnection?: PlaneOptions['onConnection'];
  readonly metrics?: MetricsChoice;
  /** Names by which clients may call the API, beside `localhost` and addresses. */
  readonly allowHosts?: readonly string[];
  /** One line for each call that may have changed something. */
  readonly say?: (line: string) => void;
  readonly onShortage?: PlaneOptions['onShortage'];
  /** Handed in where an upstream must behave as no real one does. */
  readonly dial?: Dial;
}

export interface ProxyServer {
  readonly url: string;
  readonly book: ProxyBook;
  /** Ends all proxies and connections. */
  close(): Promise<void>;
}

const KEEP_ALIVE = 60_000;
const TIME_TO_ASK = 15_000;
const LOOK_FOR_SLOW = 5_000;
const BACKLOG = 1024;
/** Go's. */
const LARGEST_HEAD = 1024 * 1024;

export async function startProxyServer(options: ProxyServerOptions): Promise<ProxyServer> {
  const {
    seed,
    clock,
    onConnection = () => undefined,
    onShortage = () => undefined,
    host,
    allowHosts = [],
    say = () => undefined,
    dial,
  } = options;
  const plane = openPlane({
    random: randomOf(seed).at('proxy'),
    clock,
    onConnection,
    onShortage,
    ...(dial === undefined ? {} : { dial }),
  });
  const book = new ProxyBook({ plane, toxicByType, resolve: (listen) => resolveListen(listen) });
  const metrics = new Metrics(options.metrics ?? { proxies: false, runtime: false });
  const welcome = new Set([host, ...allowHosts].map(nameIn));
  const server = createServer(
    {
      keepAliveTimeout: KEEP_ALIVE,
      maxHeaderSize: LARGEST_HEAD,
      headersTimeout: TIME_TO_ASK,
      requestTimeout: TIME_TO_ASK,
      connectionsCheckingInterval: LOOK_FOR_SLOW,
    },
    deskOf({ book, metrics, welcome, say }),
  );
  const close = async (): Promise<void> => {
    metrics.close();
    plane.close();
    await closed(server);
  };
  try {
    const address = await listening(server, options);
    return { url: `http://${address}`, book, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function listening(server: Server, options: ProxyServerOptions): Promise<string> {
  const { host } = await placeOf(options);
  try {
    await bound(server, host, options.port);
  } catch (error) {
    throw notBound(options, error);
  }
  // From here on only `accept` can fail, when no descriptor is left: the caller waits.
  server.on('error', () => undefined);
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;
  return joinHostPort(host ?? '127.0.0.1', port);
}

async function placeOf({ host, port }: ProxyServerOptions): Promise<ListenAddress> {
  try {
    return await resolveListen(joinHostPort(host, port));
  } catch (error) {
    if (!(error instanceof ListenError)) throw error;
    throw new BrownoutError({
      code: 'port-refused',
      ending: 'usage',
      message: `the proxy's control API can't listen on ${host}:${port}: ${error.message}`,
      hints: ['Name an address of this machine, and a port from 0 to 65535.'],
      cause: error,
    });
  }
}

/** Without a host: every address, IPv6 too where there is any. */
async function bound(server: Server, host: string | null, port: number): Promise<void> {
  try {
    await listenOn(server, host ?? '::', port);
  } catch (error) {
    if (host !== null || codeOf(error) !== 'EAFNOSUPPORT') throw error;
    await listenOn(server, '0.0.0.0', port);
  }
}

function listenOn(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, backlog: BACKLOG }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function notBound({ host, port }: ProxyServerOptions, cause: unknown): BrownoutError {
  const isTaken = codeOf(cause) === 'EADDRINUSE';
  return new BrownoutError({
    code: isTaken ? 'port-taken' : 'port-refused',
    ending: 'usage',
    message: isTaken
      ? `the proxy's control API wants ${host}:${port}, and something else listens there already`
      : `the proxy's control API can't listen on ${host}:${port}: ${cause instanceof Error ? cause.message : String(cause)}`,
    hints: isTaken
      ? ['End what holds it (another toxiproxy-server?), or choose another port; 0 takes a free one.']
      : ['Name an address of this machine, and a port above 1023.'],
    cause,
  });
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
