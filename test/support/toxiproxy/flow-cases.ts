/** What happens to bytes and to ends on their way through a proxy, asked of a running server: ours or the original. */
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { Ask } from '../control-client.js';
import { listening, pause, readAll, readBytes, until } from '../proxied.js';

interface Flow {
  readonly client: Socket;
  /** The server's end of it, and what it has read. */
  readonly upstream: () => Socket | undefined;
  readonly heard: () => string;
  readonly call: (method: string, path: string, body?: unknown) => Promise<unknown>;
}

type OnSocket = (socket: Socket) => void;

interface Wish {
  readonly type: string;
  readonly stream?: 'upstream' | 'downstream';
  readonly attributes?: Readonly<Record<string, number>>;
}

/** Timers of both servers may be a little early by the clock of this process. */
const AT_LEAST = 0.9;

export function flowCases(ask: Ask): void {
  let server: Server | null = null;
  const sockets: Socket[] = [];

  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
    server?.close();
  });

  async function flow(onSocket: OnSocket, ...wishes: readonly Wish[]): Promise<Flow> {
    let heard = '';
    let upstream: Socket | undefined;
    server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
      upstream = socket;
      sockets.push(socket);
      socket.on('error', () => undefined).on('data', (bytes: Buffer) => (heard += bytes.toString()));
      onSocket(socket);
    });
    const port = await listening(server);
    const place = { name: 'flow', listen: '127.0.0.1:0', upstream: `127.0.0.1:${port}` };
    const { json } = await ask('POST', '/proxies', place);
    const call: Flow['call'] = (method, path, body) => ask(method, `/proxies/flow${path}`, body);
    for (const wish of wishes) await call('POST', '/toxics', { ...wish, name: wish.type });
    const { listen } = json as { readonly listen: string };
    const client = connect({ host: '127.0.0.1', port: Number(listen.split(':')[1]), allowHalfOpen: true });
    client.on('error', () => undefined);
    sockets.push(client);
    await once(client, 'connect');
    await until(() => upstream !== undefined, 'the upstream reached');
    return { client, upstream: () => upstream, heard: () => heard, call };
  }

  const echo: OnSocket = (socket) => socket.pipe(socket);
  const silent: OnSocket = () => undefined;

  async function took(work: Promise<unknown>): Promise<number> {
    const began = performance.now();
    await work;
    return performance.now() - began;
  }

  pacing(flow, { echo, took });
  ends(flow, { echo, silent, took });
  halfClose(flow, { silent, took });
}

type Start = (onSocket: OnSocket, ...wishes: readonly Wish[]) => Promise<Flow>;
type Took = (work: Promise<unknown>) => Promise<number>;

function pacing(flow: Start, { echo, took }: { readonly echo: OnSocket; readonly took: Took }): void {
  test.each(['upstream', 'downstream'] as const)(
    'bandwidth %s lets bytes through at its rate',
    async (stream) => {
      const { client } = await flow(echo, { type: 'bandwidth', stream, attributes: { rate: 100 } });
      const sent = Buffer.from('0123456789'.repeat(3_000));
      const back = readBytes(client, sent.length);
      client.write(sent);
      expect(await took(back)).toBeGreaterThanOrEqual(300 * AT_LEAST);
      expect((await back).equals(sent)).toBe(true);
    },
  );

  test('bandwidth 0 holds bytes until it is taken away', async () => {
    const { client, call, heard } = await flow(echo, { type: 'bandwidth' });
    let back = '';
    client.on('data', (bytes: Buffer) => (back += bytes.toString()));
    client.write('held');
    await until(() => heard() === 'held');
    await pause(100);
    expect(back).toBe('');
    await call('DELETE', '/toxics/bandwidth');
    await until(() => back === 'held');
  });

  test('slices come one after the other, in order, and the end behind them', async () => {
    const sent = Buffer.from('0123456789'.repeat(800));
    const { client } = await flow((socket) => socket.once('data', () => socket.end(sent)), {
      type: 'slicer',
      attributes: { average_size: 1_000, size_variation: 0, delay: 20_000 },
    });
    client.write('go');
    const seen = readAll(client);
    // Seven pauses lie between eight slices.
    expect(await took(seen)).toBeGreaterThanOrEqual(140 * AT_LEAST);
    expect(await seen).toEqual({ bytes: sent, end: 'end' });
  });

  test('a change of a latency lets go what it holds', async () => {
    const { client, call, heard } = await flow(echo, { type: 'latency', attributes: { latency: 600_000 } });
    const back = readBytes(client, 1);
    client.write('a');
    await until(() => heard() === 'a');
    await pause(100);
    await call('PATCH', '/toxics/latency', {});
    expect((await back).toString()).toBe('a');
  });
}

function ends(
  flow: Start,
  { echo, silent, took }: { readonly echo: OnSocket; readonly silent: OnSocket; readonly took: Took },
): void {
  test('slow_close lets the bytes through, and tells the end later', async () => {
    const { client } = await flow((socket) => socket.once('data', () => socket.end('bye')), {
      type: 'slow_close',
      attributes: { delay: 200 },
    });
    client.write('go');
    const seen = readAll(client);
    expect(await took(seen)).toBeGreaterThanOrEqual(200 * AT_LEAST);
    expect(await seen).toEqual({ bytes: Buffer.from('bye'), end: 'end' });
  });

  test('timeout throws away what comes, and ends a silent connection in its time', async () => {
    const { client, upstream, call } = await flow(silent);
    const seen = readAll(client);
    const began = performance.now();
    await call('POST', '/toxics', { type: 'timeout', attributes: { timeout: 200 } });
    upstream()?.write('lost');
    expect(await seen).toEqual({ bytes: Buffer.alloc(0), end: 'end' });
    expect(performance.now() - began).toBeGreaterThanOrEqual(200 * AT_LEAST);
    await until(() => upstream()?.readableEnded === true);
  });

  test('timeout 0 keeps a connection until it is taken away, and that ends it', async () => {
    const { client, call, heard } = await flow(echo, { type: 'timeout' });
    const seen = readAll(client);
    client.write('a');
    await until(() => heard() === 'a');
    await pause(100);
    expect(client.readableEnded).toBe(false);
    await call('DELETE', '/toxics/timeout');
    expect(await seen).toEqual({ bytes: Buffer.alloc(0), end: 'end' });
  });

  test.each([
    ['before', 'limit_data', 'latency'],
    ['behind', 'latency', 'limit_data'],
  ])('limit_data %s a latency lets exactly its bytes through', async (_, ...types) => {
    const attributes = { latency: 50, bytes: 100 };
    const { client } = await flow(echo, ...types.map((type) => ({ type, attributes })));
    const seen = readAll(client);
    client.write('x'.repeat(1_000));
    expect(await seen).toEqual({ bytes: Buffer.from('x'.repeat(100)), end: 'end' });
  });

  test.each(['upstream', 'downstream'] as const)('reset_peer %s breaks both sides', async (stream) => {
    const { client, upstream } = await flow(silent, {
      ...{ type: 'reset_peer', stream },
      attributes: { timeout: 100 },
    });
    const broken: string[] = [];
    upstream()?.on('error', (error: NodeJS.ErrnoException) => broken.push(error.code ?? ''));
    const seen = readAll(client);
    client.write('a');
    upstream()?.write('b');
    expect((await seen).end).toBe('ECONNRESET');
    await until(() => broken.includes('ECONNRESET'));
  });
}

function halfClose(flow: Start, { silent, took }: { readonly silent: OnSocket; readonly took: Took }): void {
  test('who ends loses what is said afterwards, and hears an end', async () => {
    const { client, upstream, heard } = await flow(silent);
    client.write('q');
    await until(() => heard() === 'q');
    const seen = readAll(client);
    client.end();
    await until(() => upstream()?.readableEnded === true);
    upstream()?.write('too late');
    expect(await seen).toEqual({ bytes: Buffer.alloc(0), end: 'end' });
  });

  test('who ends still gets what is in the downstream chain', async () => {
    const { client, upstream, heard } = await flow(
      (socket) => socket.once('data', () => socket.write('reply')),
      {
        type: 'latency',
        attributes: { latency: 300 },
      },
    );
    const seen = readAll(client);
    client.write('q');
    await until(() => heard() === 'q');
    await pause(50);
    client.end();
    await until(() => upstream()?.readableEnded === true);
    expect(await seen).toEqual({ bytes: Buffer.from('reply'), end: 'end' });
  });

  test('an upstream that ends still gets what is in the upstream chain, and its client hears of it at once', async () => {
    const { client, upstream, heard } = await flow(silent, {
      ...{ type: 'latency', stream: 'upstream' },
      attributes: { latency: 300 },
    });
    const seen = readAll(client);
    client.write('q');
    await pause(50);
    upstream()?.end('bye');
    expect(await seen).toEqual({ bytes: Buffer.from('bye'), end: 'end' });
    await until(() => heard() === 'q' && upstream()?.readableEnded === true);
  });

  test('slow_close downstream keeps the client of whose end the upstream has heard', async () => {
    const { client, upstream, heard } = await flow(silent, {
      type: 'slow_close',
      attributes: { delay: 300 },
    });
    client.write('q');
    await until(() => heard() === 'q');
    const seen = readAll(client);
    client.end();
    expect(await took(seen)).toBeGreaterThanOrEqual(300 * AT_LEAST);
    expect(upstream()?.readableEnded).toBe(true);
    expect(await seen).toEqual({ bytes: Buffer.alloc(0), end: 'end' });
  });
}
