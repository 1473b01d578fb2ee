/**
 * As many keep-alive connections as there are open requests, one request each. undici's own Pool looks
 * through all its clients for a free one; with thousands held open by a hang that alone fills a core.
 */
import { Client } from 'undici';
import type { Dispatcher } from 'undici';
import type { Headers } from './reader.js';
import type { Outgoing } from './outgoing.js';

/** Shorter than any common server keeps an idle connection, so that hardly any request meets its end. */
const IDLE = 1_000;
/** A server that failed may close right after its answer, without saying so (uvicorn does): it is given time to. */
const REST = 100;
const FAILED = 500;

/** `unsent`: our own machine had no socket left. `lost`: the connection ended before the response did. */
export type Failure = 'refused' | 'unsent' | 'lost';

export interface Listener {
  head(status: number, headers: Headers): void;
  body(chunk: Uint8Array): void;
  end(): void;
  fail(failure: Failure): void;
}

export class Connections {
  private readonly origin: string;
  private readonly idle: Client[] = [];
  private readonly busy = new Set<Client>();
  private readonly resting = new Map<Client, NodeJS.Timeout>();

  constructor(target: URL) {
    this.origin = target.origin;
  }

  get busyCount(): number {
    return this.busy.size;
  }

  /** Returns how to hang up: the connection is closed, and the listener hears no more. */
  send(request: Outgoing, listener: Listener): () => void {
    const client = this.idle.pop() ?? this.connect();
    this.busy.add(client);
    client.dispatch(
      dispatched(request),
      handlerOf(listener, (status) => (status < FAILED ? this.release(client) : this.rest(client))),
    );
    return () => this.drop(client);
  }

  async close(): Promise<void> {
    const clients = [...this.idle, ...this.busy, ...this.resting.keys()];
    for (const timer of this.resting.values()) clearTimeout(timer);
    this.idle.length = 0;
    this.busy.clear();
    this.resting.clear();
    await Promise.all(clients.map((client) => client.destroy()));
  }

  private connect(): Client {
    return new Client(this.origin, {
      pipelining: 1,
      keepAliveTimeout: IDLE,
      keepAliveMaxTimeout: IDLE,
      // Patience is the only limit: whatever ends earlier would be ours, not the subject's.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: { timeout: 0 },
      maxHeaderSize: 64 * 1024,
    });
  }

  private release(client: Client): void {
    if (this.busy.delete(client)) this.idle.push(client);
  }

  private rest(client: Client): void {
    if (!this.busy.delete(client)) return;
    const rested = setTimeout(() => {
      this.resting.delete(client);
      this.idle.push(client);
    }, REST);
    this.resting.set(client, rested);
  }

  private drop(client: Client): void {
    if (!this.busy.delete(client)) return;
    void client.destroy();
  }
}

function dispatched(request: Outgoing): Dispatcher.DispatchOptions {
  const { method, path, headers, body } = request;
  return { method, path, headers, body };
}

function handlerOf(listener: Listener, release: (status: number) => void): Dispatcher.DispatchHandler {
  let isConnected = false;
  let answered = 0;
  return {
    onRequestStart: () => {
      isConnected = true;
    },
    onResponseStart: (_, status, headers) => {
      answered = status;
      if (status >= 200) listener.head(status, flat(headers));
    },
    onResponseData: (_, chunk) => listener.body(chunk),
    onResponseEnd: () => {
      release(answered);
      listener.end();
    },
    onResponseError: (_, error) => {
      release(answered);
      listener.fail(isConnected ? 'lost' : failureOf(error));
    },
  };
}

const OUR_LIMITS = new Set(['EMFILE', 'ENFILE', 'EADDRNOTAVAIL', 'ENOBUFS', 'ENOMEM']);

/** Why no connection came about. */
export function failureOf(error: unknown): Failure {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  return typeof code === 'string' && OUR_LIMITS.has(code) ? 'unsent' : 'refused';
}

/** Names come in small letters. */
function flat(headers: Readonly<Record<string, string | string[] | undefined>>): Headers {
  const found: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) found[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return found;
}
