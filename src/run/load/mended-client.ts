/**
 * One user's connection: a client of autocannon 9.0.0, mended from outside. Left alone it reconnects
 * without forgetting what was pending and without resetting its parser, so that each later response is
 * matched to an older start or swallowed by the rest of a cut one; it asks again at
 * once on a connection that the server closes, and storms a server that refuses. It rests on private
 * members: the version is pinned, and `test/conformance/load-closed.test.ts` holds it to the truth.
 */
import type { Socket } from 'node:net';
import { invariant } from '../../kit/invariant.js';
import type { Millis } from '../../model/units.js';
import { failureOf, type Failure } from './connections.js';
import type { Outgoing } from './outgoing.js';
import type { Headers } from './reader.js';

export interface MendedHooks {
  /** Something is about to be sent. */
  next(): { readonly request: Outgoing; readonly patience: Millis };
  head(status: number, headers: Headers): void;
  body(chunk: Uint8Array): void;
  /** Exactly once for each `next`, unless the user leaves. */
  ended(how: 'complete' | 'deadline' | Failure): void;
  /** The user may ask again, whenever it likes. */
  idle(): void;
}

/** Where http-parser-js keeps its callbacks. */
const ON_HEAD = 2;
const ON_COMPLETE = 4;
const INFORMATIONAL = 200;

interface Head {
  readonly statusCode: number;
  readonly headers: readonly string[];
  readonly shouldKeepAlive: boolean;
}

interface Parser {
  initialize(type: 'RESPONSE'): void;
  execute(chunk: Buffer): unknown;
  [ON_HEAD]: (head: Head) => unknown;
  [ON_COMPLETE]: () => void;
  readonly state: string;
  readonly line: string;
  readonly info: { readonly statusCode?: number };
}

interface CannonClient {
  conn: Socket | undefined;
  timeout: number;
  readonly destroyed: boolean;
  readonly parser: Parser;
  readonly pipelinedRequests: { clear(): void; addBody(chunk: Buffer): void };
  _connect(): void;
  _doRequest(): void;
  _destroyConnection(): void;
  destroy(): void;
  setRequests(requests: readonly object[]): void;
  on(event: 'request' | 'response', listener: () => void): unknown;
  on(event: 'headers', listener: (head: Head) => void): unknown;
  on(event: 'body', listener: (chunk: Uint8Array) => void): unknown;
  on(event: 'connError', listener: (error: unknown) => void): unknown;
}

const METHODS = ['_connect', '_doRequest', '_destroyConnection', 'destroy', 'setRequests', 'on'] as const;

function isCannonClient(client: unknown): client is CannonClient {
  if (typeof client !== 'object' || client === null) return false;
  const has = (name: string): boolean => typeof Reflect.get(client, name) === 'function';
  const hasParts = 'pipelinedRequests' in client && 'timeout' in client;
  return METHODS.every(has) && hasParts && isParser(Reflect.get(client, 'parser'));
}

function isParser(parser: unknown): boolean {
  if (typeof parser !== 'object' || parser === null) return false;
  const parts = ['initialize', 'execute', ON_HEAD, ON_COMPLETE];
  return parts.every((name) => typeof Reflect.get(parser, name) === 'function') && 'state' in parser;
}

export class MendedClient {
  private readonly client: CannonClient;
  private readonly hooks: MendedHooks;
  private readonly original: { connect(): void; request(): void; destroyConnection(): void };
  /** A request is being written: autocannon may go on as it is built to. */
  private isAsking = false;
  private isPending = false;
  private isConnected = false;
  private isReusable = false;
  private isHungUp = false;
  private error: unknown = null;

  /** To be called from `setupClient`, before it first connects. */
  constructor(client: unknown, hooks: MendedHooks) {
    invariant(isCannonClient(client), 'autocannon is not the version that we know how to mend');
    this.client = client;
    this.hooks = hooks;
    this.original = {
      connect: client._connect.bind(client),
      request: client._doRequest.bind(client),
      destroyConnection: client._destroyConnection.bind(client),
    };
    this.override();
    this.listen();
  }

  ask(): void {
    if (this.client.destroyed) return;
    const { state, line } = this.client.parser;
    const isFresh = state === 'RESPONSE_LINE' && line === '';
    this.isAsking = true;
    if (this.isReusable && isFresh) this.original.request();
    else this.connect();
    this.isAsking = false;
  }

  /** Ends it for good. */
  leave(): void {
    this.isPending = false;
    if (!this.client.destroyed) this.client.destroy();
  }

  private connect(): void {
    this.forgetConnection();
    this.isReusable = true;
    // Connects, then asks.
    this.original.connect();
    this.client.conn?.once('connect', () => {
      this.isConnected = true;
    });
  }

  private override(): void {
    const { client } = this;
    client._connect = () => this.begin();
    client._doRequest = () => {
      if (this.isAsking) this.original.request();
      else this.rest();
    };
    client._destroyConnection = () => {
      this.isHungUp = this.isPending;
      if (client.conn !== undefined) this.original.destroyConnection();
    };
    // It would gather every body as one text without end.
    client.pipelinedRequests.addBody = () => undefined;
  }

  /** At the end of its construction it would connect and ask at once. */
  private begin(): void {
    this.guardParser();
    this.client._connect = () => this.lost();
    this.rest();
  }

  private listen(): void {
    const { client, hooks } = this;
    client.on('request', () => {
      const { request, patience } = hooks.next();
      this.isPending = true;
      // Its timer counts in whole milliseconds, and may fire one early.
      client.timeout = patience + 2;
      const { method, path, headers, body } = request;
      client.setRequests([{ method, path, headers: { ...headers }, ...(body === null ? {} : { body }) }]);
    });
    client.on('headers', (head) => {
      this.isReusable = head.shouldKeepAlive;
      if (this.isPending) hooks.head(head.statusCode, headersOf(head.headers));
    });
    client.on('body', (chunk) => {
      if (this.isPending) hooks.body(chunk);
    });
    client.on('response', () => this.end('complete'));
    client.on('connError', (error) => {
      this.error = error;
    });
  }

  /** Its parser takes an early hint for the answer, fails in silence, and knows nothing of what was not asked for. */
  private guardParser(): void {
    const { parser } = this.client;
    const execute = parser.execute.bind(parser);
    const onHead = parser[ON_HEAD];
    const onComplete = parser[ON_COMPLETE];
    const isInformational = (): boolean => (parser.info.statusCode ?? INFORMATIONAL) < INFORMATIONAL;
    parser[ON_HEAD] = (head) => (isInformational() ? undefined : onHead(head));
    parser[ON_COMPLETE] = () => {
      if (!isInformational() && this.isPending) onComplete();
    };
    parser.execute = (chunk) => {
      const read = execute(chunk);
      if (read instanceof Error) this.client.conn?.destroy(read);
      return read;
    };
  }

  /** In place of autocannon's own way to reconnect, after an end, an error or a timeout. */
  private lost(): void {
    const wasPending = this.isPending;
    const how = this.howLost();
    this.forgetConnection();
    if (!wasPending) return;
    this.end(how);
    this.rest();
  }

  // One whole turn of the event loop, so that a server which closes without saying so is heard first.
  private rest(): void {
    setImmediate(() => setImmediate(() => this.hooks.idle()));
  }

  private howLost(): 'complete' | 'deadline' | Failure {
    if (this.isHungUp) return 'deadline';
    if (!this.isConnected) return failureOf(this.error);
    // A body without a length ends with its connection.
    const isCloseDelimited = this.error === null && this.client.parser.state === 'BODY_RAW';
    return isCloseDelimited ? 'complete' : 'lost';
  }

  private end(how: 'complete' | 'deadline' | Failure): void {
    if (!this.isPending) return;
    this.isPending = false;
    this.hooks.ended(how);
  }

  private forgetConnection(): void {
    const { client } = this;
    for (const event of ['data', 'end', 'error', 'connect']) client.conn?.removeAllListeners(event);
    client.conn?.on('error', () => undefined).destroy();
    client.pipelinedRequests.clear();
    client.parser.initialize('RESPONSE');
    this.isReusable = false;
    this.isConnected = false;
    this.isHungUp = false;
    this.error = null;
  }
}

function headersOf(raw: readonly string[]): Headers {
  const found: Record<string, string> = {};
  for (let index = 0; index < raw.length; index += 2) {
    const name = (raw[index] ?? '').toLowerCase();
    const value = raw[index + 1] ?? '';
    const before = found[name];
    found[name] = before === undefined ? value : `${before}, ${value}`;
  }
  return found;
}
