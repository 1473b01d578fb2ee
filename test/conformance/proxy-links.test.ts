import { connect, createServer } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { dial } from '../../src/run/proxy/dial.js';
import {
  addressOf,
  hangingDial,
  listening,
  pause,
  proxied,
  readAll,
  readBytes,
  toxicOf,
  until,
  type Proxied,
  type ProxiedOptions,
} from '../support/proxied.js';

const open: Proxied[] = [];

async function start(options: ProxiedOptions = {}): Promise<Proxied> {
  const one = await proxied(options);
  open.push(one);
  return one;
}

afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

function pattern(length: number, seed = 1): Buffer {
  const bytes = Buffer.alloc(length);
  for (let index = 0; index < length; index += 1)
    bytes[index] = (index * 31 + (index >> 8) * 7 + seed) & 0xff;
  return bytes;
}

describe('without toxics', () => {
  test('bytes come through both ways, and the counts say so', async () => {
    const { proxy, client, rows } = await start();
    const socket = client();
    const sent = pattern(3_000_000);
    const back = readBytes(socket, sent.length);
    socket.write(sent);
    expect((await back).equals(sent)).toBe(true);
    expect(proxy.connections()).toBe(1);
    expect(proxy.traffic().map(({ direction, received, sent: out }) => [direction, received, out])).toEqual([
      ['upstream', sent.length, sent.length],
      ['downstream', sent.length, sent.length],
    ]);
    socket.end();
    await until(() => rows.length === 1);
    expect(rows[0]).toMatchObject({
      proxy: 'p',
      sent: sent.length,
      received: sent.length,
      endedBy: 'client',
      toxics: [],
    });
    expect(proxy.connections()).toBe(0);
    expect(proxy.traffic()[0]?.received).toBe(sent.length);
  });

  test('a client that ends is closed both ways: what the upstream says later is lost', async () => {
    const { client, accepted } = await start({ onSocket: (socket) => socket.resume() });
    const socket = client();
    socket.write('hello');
    await until(() => accepted.length === 1);
    const seen = readAll(socket);
    socket.end();
    expect(await seen).toMatchObject({ end: 'end', bytes: Buffer.alloc(0) });
    const [upstream] = accepted;
    upstream?.write('too late');
    await until(() => upstream?.readableEnded === true);
  });

  test('an upstream that ends closes the client behind its last byte', async () => {
    const sent = pattern(2_000_000, 5);
    const { client, rows } = await start({ onSocket: (socket) => socket.end(sent) });
    const { bytes, end } = await readAll(client());
    expect(end).toBe('end');
    expect(bytes.equals(sent)).toBe(true);
    await until(() => rows.length === 1);
    expect(rows[0]).toMatchObject({ endedBy: 'upstream', received: sent.length });
  });

  test('an upstream that nobody listens on ends the client without a word', async () => {
    const gone = createServer();
    const port = await listening(gone);
    await new Promise((resolve) => gone.close(resolve));
    const { client, rows, proxy } = await start({ upstream: `127.0.0.1:${port}` });
    expect(await readAll(client())).toMatchObject({ end: 'end' });
    await until(() => rows.length === 1);
    expect(rows[0]).toMatchObject({ endedBy: 'upstream', sent: 0, received: 0 });
    expect(proxy.connections()).toBe(0);
  });

  test('localhost is reached, whichever family its upstream listens on', async () => {
    const { client } = await start({ dial: (upstream) => dial(upstream.replace('127.0.0.1', 'localhost')) });
    const socket = client();
    const back = readBytes(socket, 2);
    socket.write('hi');
    expect((await back).toString()).toBe('hi');
  });

  test.each(['nonsense', 'nowhere:abc', '127.0.0.1:99999', 'nowhere.invalid:80'])(
    'an upstream that is no address, %s, ends the client without a word',
    async (upstream) => {
      const { client, proxy } = await start({ upstream });
      expect(await readAll(client())).toMatchObject({ end: 'end' });
      await until(() => proxy.connections() === 0);
    },
  );

  test('an upstream that breaks off mid-transfer ends the client', async () => {
    const { client, rows } = await start({
      onSocket: (socket) => {
        socket.write(pattern(100_000));
        socket.once('data', () => socket.resetAndDestroy());
      },
    });
    const socket = client();
    await readBytes(socket, 100_000);
    const seen = readAll(socket);
    socket.write('more');
    expect((await seen).end).toBe('end');
    await until(() => rows.length === 1);
    expect(rows[0]?.endedBy).toBe('upstream');
  });

  test('a client that vanishes ends the upstream', async () => {
    const { client, accepted, rows } = await start({ onSocket: (socket) => socket.resume() });
    const socket = client();
    socket.write('hello');
    await until(() => accepted.length === 1);
    socket.resetAndDestroy();
    await until(() => rows.length === 1);
    expect(rows[0]?.endedBy).toBe('client');
  });
});

describe('control', () => {
  test('stopping closes every connection, frees the port, and starting takes it again', async () => {
    const { proxy, client, rows } = await start();
    const sockets = [client(), client()];
    await until(() => proxy.connections() === 2);
    const ends = sockets.map(readAll);
    const before = proxy.state().listen;
    proxy.stop();
    expect(proxy.connections()).toBe(0);
    expect(proxy.state().enabled).toBe(false);
    expect((await Promise.all(ends)).map(({ end }) => end)).toEqual(['end', 'end']);
    expect(rows.map(({ endedBy }) => endedBy)).toEqual(['proxy', 'proxy']);
    const { port } = addressOf(proxy);
    const refused = connect({ host: '127.0.0.1', port });
    expect((await readAll(refused)).end).toBe('ECONNREFUSED');
    await proxy.start();
    expect(proxy.state()).toMatchObject({ listen: before, enabled: true });
    const again = client();
    const back = readBytes(again, 2);
    again.write('hi');
    expect((await back).toString()).toBe('hi');
  });

  test('recycling closes the connections and lets new ones in', async () => {
    const { proxy, client } = await start();
    const socket = client();
    await until(() => proxy.connections() === 1);
    const end = readAll(socket);
    proxy.recycle();
    expect((await end).end).toBe('end');
    const again = client();
    const back = readBytes(again, 2);
    again.write('hi');
    expect((await back).toString()).toBe('hi');
  });

  test('a port that is taken is told in the words of Go', async () => {
    const { proxy, plane } = await start();
    const { listen } = proxy.state();
    const second = plane.proxy({ name: 'q', listen, upstream: '127.0.0.1:1' });
    await expect(second.start()).rejects.toThrow(`listen tcp ${listen}: bind: address already in use`);
    expect(second.state().enabled).toBe(false);
  });

  test('a wildcard hears IPv4 and IPv6, and says so', async () => {
    const { plane } = await start();
    const wide = plane.proxy({ name: 'w', listen: '0.0.0.0:0', upstream: '127.0.0.1:1' });
    await wide.start();
    const [, port] = /^\[::\]:(\d+)$/.exec(wide.state().listen) ?? [];
    expect(port).toBeDefined();
    const socket = connect({ host: '127.0.0.1', port: Number(port) });
    expect((await readAll(socket)).end).toBe('end');
  });

  test('while a dial hangs, all controls answer and stopping closes the client', async () => {
    const { proxy, client } = await start({ dial: hangingDial });
    const socket = client();
    await until(() => proxy.connections() === 1);
    proxy.addToxic(toxicOf('latency', { latency: 10 }));
    proxy.updateToxic('latency_downstream', { toxicity: 1, attributes: new Map([['latency', 20]]) });
    proxy.removeToxic('latency_downstream');
    const end = readAll(socket);
    proxy.stop();
    expect(proxy.connections()).toBe(0);
    expect((await end).end).toBe('end');
  });

  test('while a client does not read, toxics change at once and memory stays bounded', async () => {
    let written = 0;
    const { proxy, client, rows } = await start({
      onSocket: (socket) => {
        const block = Buffer.alloc(65_536, 1);
        const more = (): void => {
          while (written < 512 * 1024 * 1024 && socket.write(block)) written += block.length;
        };
        socket.on('drain', more);
        more();
      },
    });
    const socket = client();
    socket.pause();
    await stillness(() => written);
    const [, downstream] = proxy.traffic();
    expect((downstream?.received ?? 0) - (downstream?.sent ?? 0)).toBeLessThan(1024 * 1024);
    expect(written).toBeLessThan(64 * 1024 * 1024);
    proxy.addToxic(toxicOf('bandwidth', { rate: 1 }));
    proxy.updateToxic('bandwidth_downstream', { toxicity: 1, attributes: new Map([['rate', 1_000_000]]) });
    proxy.removeToxic('bandwidth_downstream');
    proxy.addToxic(toxicOf('slow_close', { delay: 60_000 }));
    expect(proxy.state().toxics).toHaveLength(1);
    proxy.stop();
    expect(rows).toHaveLength(1);
  });

  test('while an upstream does not read, its client is held back and toxics change at once', async () => {
    const { proxy, client, rows } = await start({ onSocket: (socket) => socket.pause() });
    const socket = client();
    socket.write(Buffer.alloc(128 * 1024 * 1024, 1));
    await stillness(() => proxy.traffic()[0]?.received ?? 0);
    const [upstream] = proxy.traffic();
    expect((upstream?.received ?? 0) - (upstream?.sent ?? 0)).toBeLessThan(1024 * 1024);
    expect(upstream?.received).toBeLessThan(64 * 1024 * 1024);
    proxy.addToxic(toxicOf('latency', { latency: 1 }, { stream: 'upstream' }));
    proxy.removeToxic('latency_upstream');
    expect(rows).toEqual([]);
    socket.destroy();
    proxy.recycle();
    expect(rows).toHaveLength(1);
  });
});

async function stillness(value: () => number): Promise<void> {
  let before = -1;
  while (before !== value()) {
    before = value();
    await pause(100);
  }
}
