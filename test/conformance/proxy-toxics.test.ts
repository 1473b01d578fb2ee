import type { Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { ToxicSetting } from '../../src/run/proxy/contract.js';
import { randomOf } from '../../src/kit/random.js';
import {
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

async function start(options: ProxiedOptions = {}, toxics: readonly ToxicSetting[] = []): Promise<Proxied> {
  const one = await proxied(options);
  open.push(one);
  for (const toxic of toxics) one.proxy.addToxic(toxic);
  return one;
}

afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function echoed(socket: Socket, text: string): Promise<void> {
  const back = readBytes(socket, text.length);
  socket.write(text);
  expect((await back).toString()).toBe(text);
}

describe('latency', () => {
  test.each([0, 1])('answers are never early, stacked toxics add up (precise: %i)', async (precise) => {
    const { client } = await start({}, [
      toxicOf('latency', { latency: 20, precise }, { name: 'a' }),
      toxicOf('latency', { latency: 15, precise }, { name: 'b' }),
    ]);
    const socket = client();
    for (let turn = 0; turn < 8; turn += 1) {
      const sent = performance.now();
      await echoed(socket, 'ping');
      expect(performance.now() - sent).toBeGreaterThanOrEqual(35);
    }
  });

  test('removing it lets what it held go at once, and keeps the connection', async () => {
    const { proxy, client, rows } = await start({}, [toxicOf('latency', { latency: 600_000 })]);
    const socket = client();
    const back = readBytes(socket, 12);
    socket.write('first ');
    await until(() => (proxy.traffic()[1]?.received ?? 0) >= 6);
    proxy.removeToxic('latency_downstream');
    socket.write('second');
    expect((await back).toString()).toBe('first second');
    expect(rows).toEqual([]);
  });

  test('a delay far beyond what timers can hold delays', async () => {
    const { proxy, client } = await start({}, [toxicOf('latency', { latency: 9_223_372_036_855 })]);
    const socket = client();
    let heard = 0;
    socket.on('data', (bytes: Buffer) => (heard += bytes.length));
    socket.write('hello');
    await until(() => (proxy.traffic()[1]?.received ?? 0) === 5);
    await pause(30);
    expect(heard).toBe(0);
    proxy.removeToxic('latency_downstream');
    await until(() => heard === 5);
  });
});

describe('the end', () => {
  test('slow_close keeps the client until its time has come, behind the data', async () => {
    const { client } = await start({ onSocket: (socket) => socket.end('bye') }, [
      toxicOf('slow_close', { delay: 80 }),
    ]);
    const began = performance.now();
    expect(await readAll(client())).toEqual({ bytes: Buffer.from('bye'), end: 'end' });
    expect(performance.now() - began).toBeGreaterThanOrEqual(80);
  });

  test('what is in the downstream chain still reaches a client that has ended', async () => {
    const { client, rows, proxy } = await start(
      { onSocket: (socket) => socket.once('data', () => socket.write('late but there')) },
      [toxicOf('latency', { latency: 300 })],
    );
    const socket = client();
    const seen = readAll(socket);
    socket.write('a question');
    await until(() => proxy.traffic()[1]?.received === 14);
    socket.end();
    expect(await seen).toEqual({ bytes: Buffer.from('late but there'), end: 'end' });
    await until(() => rows.length === 1);
    expect(rows[0]).toMatchObject({ endedBy: 'client', received: 14, toxics: ['latency_downstream'] });
  });

  test('a request in the upstream chain is delivered in its time, though its client has gone', async () => {
    let heard = '';
    const { client, accepted } = await start(
      { onSocket: (socket) => socket.on('data', (bytes: Buffer) => (heard += bytes.toString())) },
      [toxicOf('latency', { latency: 60 }, { stream: 'upstream' })],
    );
    const socket = client();
    await until(() => accepted.length === 1);
    socket.end('a last wish');
    await until(() => heard === 'a last wish' && accepted[0]?.readableEnded === true);
  });

  test('limit_data lets exactly so many bytes through, then ends', async () => {
    const { client, rows, proxy } = await start(
      { onSocket: (socket) => socket.write(Buffer.alloc(500_000, 7)) },
      [toxicOf('limit_data', { bytes: 70_001 })],
    );
    const { bytes, end } = await readAll(client());
    expect([bytes.length, end]).toEqual([70_001, 'end']);
    await until(() => rows.length === 1);
    expect(rows[0]).toMatchObject({ endedBy: 'toxic', received: 70_001 });
    expect(proxy.connections()).toBe(0);
  });

  test.each([
    ['limit_data', { bytes: 10 }],
    ['reset_peer', { timeout: 0 }],
    ['reset_peer', { timeout: 40 }],
  ])('%s %j frees a connection whose source goes on and on', async (type, attributes) => {
    const { client, rows, accepted, proxy } = await start({ onSocket: flood }, [toxicOf(type, attributes)]);
    for (let turn = 0; turn < 20; turn += 1) void readAll(client());
    await until(() => rows.length === 20 && accepted.every((socket) => socket.destroyed));
    expect(new Set(rows.map(({ endedBy }) => endedBy))).toEqual(new Set(['toxic']));
    expect(proxy.connections()).toBe(0);
  });

  test('timeout throws everything away and ends a silent connection', async () => {
    const { client } = await start({}, [toxicOf('timeout', { timeout: 50 })]);
    const socket = client();
    socket.write('hello');
    const began = performance.now();
    expect(await readAll(socket)).toEqual({ bytes: Buffer.alloc(0), end: 'end' });
    expect(performance.now() - began).toBeGreaterThanOrEqual(45);
  });

  test('removing a timeout ends only connections that it was active on', async () => {
    const { proxy, client, rows } = await start({}, [
      toxicOf('timeout', { timeout: 0 }, { name: 'idle', toxicity: 0 }),
    ]);
    const spared = client();
    await echoed(spared, 'one');
    proxy.removeToxic('idle');
    await echoed(spared, 'two');
    proxy.addToxic(toxicOf('timeout', { timeout: 0 }));
    const end = readAll(spared);
    proxy.removeToxic('timeout_downstream');
    expect((await end).end).toBe('end');
    await until(() => rows.length === 1);
    expect(rows[0]).toMatchObject({ endedBy: 'toxic', toxics: ['timeout_downstream'] });
  });

  test('bandwidth 0 lets neither bytes nor the end through until it is changed', async () => {
    const { proxy, client } = await start({ onSocket: (socket) => socket.end('held') }, [
      toxicOf('bandwidth', { rate: 0 }),
    ]);
    const socket = client();
    let heard = '';
    socket.on('data', (bytes: Buffer) => (heard += bytes.toString()));
    const end = readAll(socket);
    await until(() => (proxy.traffic()[1]?.received ?? 0) === 4);
    await pause(30);
    expect(heard).toBe('');
    proxy.updateToxic('bandwidth_downstream', { toxicity: 1, attributes: new Map([['rate', 1000]]) });
    expect(await end).toEqual({ bytes: Buffer.from('held'), end: 'end' });
  });
});

describe('resets', () => {
  test.each(['upstream', 'downstream'] as const)('reset_peer %s breaks both sides', async (stream) => {
    const ends: string[] = [];
    const { client, rows } = await start(
      {
        onSocket: (socket) => {
          socket.on('error', (error: NodeJS.ErrnoException) => ends.push(error.code ?? ''));
          socket.pipe(socket);
        },
      },
      [toxicOf('reset_peer', { timeout: 30 }, { stream })],
    );
    const socket = client();
    const seen = readAll(socket);
    socket.write('hello');
    expect(await seen).toEqual({ bytes: Buffer.alloc(0), end: 'ECONNRESET' });
    await until(() => rows.length === 1 && ends.length === 1);
    expect(ends).toEqual(['ECONNRESET']);
    expect(rows[0]?.endedBy).toBe('toxic');
  });

  test('a reset that waits delays no control', async () => {
    const { proxy, client, rows } = await start({}, [toxicOf('reset_peer', { timeout: 600_000 })]);
    const socket = client();
    socket.write('hello');
    await until(() => (proxy.traffic()[1]?.received ?? 0) === 5);
    proxy.addToxic(toxicOf('latency', { latency: 5 }));
    proxy.removeToxic('latency_downstream');
    proxy.stop();
    expect(rows).toHaveLength(1);
  });

  test('reset_peer that the draw spared leaves a clean end', async () => {
    const { client } = await start({ onSocket: (socket) => socket.end('fine') }, [
      toxicOf('reset_peer', {}, { toxicity: 0 }),
    ]);
    expect(await readAll(client())).toEqual({ bytes: Buffer.from('fine'), end: 'end' });
  });

  test('refuse resets whoever connects, and dials nobody; open connections go on', async () => {
    const { proxy, client, accepted, rows } = await start();
    const before = client();
    await echoed(before, 'in');
    proxy.addToxic(toxicOf('refuse'));
    expect((await readAll(client())).end).toBe('ECONNRESET');
    await echoed(before, 'still in');
    expect(accepted).toHaveLength(1);
    expect(rows).toMatchObject([{ endedBy: 'refused', toxics: ['refuse_downstream'] }]);
    proxy.removeToxic('refuse_downstream');
    await echoed(client(), 'back in');
  });
});

describe('whom a toxic meets', () => {
  test('only the first connections after it was added, where it says so', async () => {
    const { proxy, client } = await start();
    const before = client();
    await echoed(before, 'a');
    proxy.addToxic(toxicOf('timeout', {}, { connections: 2 }));
    await echoed(before, 'b');
    const [first, second, third] = [client(), client(), client()];
    let heard = 0;
    for (const socket of [first, second]) socket.on('data', () => (heard += 1));
    for (const socket of [first, second]) socket.write('lost');
    await until(() => proxy.connections() === 4);
    await echoed(third, 'c');
    expect(heard).toBe(0);
  });

  test('the same seed spares the same connections, another seed others', async () => {
    const drawn = async (seed: number): Promise<string> => {
      const one = await proxied({ seed, onSocket: (socket) => socket.end('x') });
      one.proxy.addToxic(toxicOf('noop', {}, { toxicity: 0.5 }));
      for (let turn = 0; turn < 24; turn += 1) await readAll(one.client());
      await until(() => one.rows.length === 24);
      await one.close();
      return one.rows.map(({ toxics }) => toxics.length).join('');
    };
    const first = await drawn(42);
    expect(first).toMatch(/0/);
    expect(first).toMatch(/1/);
    expect(await drawn(42)).toBe(first);
    expect(await drawn(43)).not.toBe(first);
  });
});

describe('live edits', () => {
  const EDITS = 400;
  const BLOCK = 20_000;

  test.each([1, 2, 3])('no byte is lost or moved under random edits (seed %i)', async (seed) => {
    const { proxy, client } = await start();
    const next = randomOf(seed).sequence();
    const sent = noise(EDITS * BLOCK, seed);
    const socket = client();
    const back = readBytes(socket, sent.length);
    for (let at = 0; at < sent.length; at += BLOCK) {
      edit(proxy, next);
      socket.write(sent.subarray(at, at + BLOCK));
      await new Promise((resolve) => setImmediate(resolve));
    }
    for (const { name } of proxy.state().toxics) proxy.removeToxic(name);
    expect((await back).equals(sent)).toBe(true);
  });
});

describe('what ends the original', () => {
  test.each([
    ['slicer', {}],
    ['slicer', { average_size: -5, size_variation: 5 }],
    ['slicer', { average_size: 1, size_variation: 10 }],
    ['bandwidth', { rate: -1 }],
    ['latency', { latency: 1, jitter: 2 ** 62 }],
    ['latency', { latency: -(2 ** 63), jitter: -1 }],
  ])('%s %j leaves the bytes whole once it is taken away', async (type, attributes) => {
    const { proxy, client } = await start({}, [toxicOf(type, attributes)]);
    const socket = client();
    const sent = noise(100_000, 7);
    const back = readBytes(socket, sent.length);
    socket.write(sent);
    await until(() => (proxy.traffic()[1]?.received ?? 0) > 0);
    proxy.removeToxic(`${type}_downstream`);
    expect((await back).equals(sent)).toBe(true);
  });

  test('a rate that is raised while a chunk goes out in pieces holds at once', async () => {
    const sent = noise(60_000, 9);
    const { proxy, client } = await start({ onSocket: (socket) => socket.end(sent) }, [
      toxicOf('bandwidth', { rate: 20 }),
    ]);
    const socket = client();
    const seen = readAll(socket);
    await until(() => socket.bytesRead > 0);
    proxy.updateToxic('bandwidth_downstream', { toxicity: 1, attributes: new Map([['rate', 1_000_000]]) });
    expect((await seen).bytes.equals(sent)).toBe(true);
  });
});

const HARMLESS: readonly (readonly [string, Readonly<Record<string, number>>])[] = [
  ['latency', { latency: 3, jitter: 3 }],
  ['bandwidth', { rate: 20_000 }],
  ['slicer', { average_size: 9000, size_variation: 4000, delay: 20 }],
  ['slow_close', { delay: 20 }],
  ['noop', {}],
  ['stall', {}],
];

function edit(proxy: Proxied['proxy'], next: () => number): void {
  const names = proxy.state().toxics.map(({ name }) => name);
  const name = names[Math.floor(next() * names.length)];
  const kind = next();
  if (name === undefined || (kind < 0.4 && names.length < 6)) {
    const [type, attributes] = HARMLESS[Math.floor(next() * HARMLESS.length)] ?? ['noop', {}];
    const stream = next() < 0.5 ? 'upstream' : 'downstream';
    proxy.addToxic(toxicOf(type, attributes, { name: `t${next()}`, stream, toxicity: 0.7 }));
  } else if (kind < 0.7) proxy.removeToxic(name);
  else {
    const found = proxy.state().toxics.find((one) => one.name === name);
    proxy.updateToxic(name, { toxicity: next(), attributes: found?.attributes ?? new Map() });
  }
}

function noise(length: number, seed: number): Buffer {
  const next = randomOf(seed).sequence();
  const bytes = Buffer.alloc(length);
  for (let at = 0; at + 4 <= length; at += 4) bytes.writeUInt32LE(Math.floor(next() * 2 ** 32), at);
  return bytes;
}

function flood(socket: Socket): void {
  const block = Buffer.alloc(65_536, 1);
  const more = (): void => {
    if (socket.writable && socket.write(block)) setImmediate(more);
  };
  socket.on('drain', more);
  more();
}
