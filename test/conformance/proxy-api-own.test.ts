import { once } from 'node:events';
import { request } from 'node:http';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BrownoutError } from '../../src/model/problem.js';
import { startProxyServer, type ProxyServer, type ProxyServerOptions } from '../../src/run/proxy/server.js';
import { askerOf, type Ask } from '../support/control-client.js';
import { hangingDial, readAll, until } from '../support/proxied.js';

const clock = { now: () => performance.now() };
const plain = { host: '127.0.0.1', port: 0, seed: 1, clock };
const PROXY = { name: 'redis', listen: '127.0.0.1:0', upstream: '127.0.0.1:1' };

let server: ProxyServer;
let ask: Ask;

async function start(options: Partial<ProxyServerOptions> = {}): Promise<void> {
  server = await startProxyServer({ ...plain, ...options });
  ask = askerOf(server.url);
}

afterEach(() => server.close());

describe('what goes wrong with the original', () => {
  beforeEach(() => start());

  test('a change with one bad key changes nothing', async () => {
    await ask('POST', '/proxies', PROXY);
    const { body } = await ask('POST', '/proxies/redis/toxics', { type: 'latency', toxicity: 0.5 });
    const path = '/proxies/redis/toxics/latency_downstream';
    const change = { attributes: { latency: 5, jitter: 'x' }, toxicity: 1 };
    expect((await ask('PATCH', path, change)).status).toBe(400);
    expect((await ask('PATCH', path, { attributes: { latency: 5 }, toxicity: 'x' })).status).toBe(400);
    expect((await ask('GET', path)).body).toBe(body);
  });

  test.each(['a/b', '..', '.', '/'])(
    'a proxy or toxic named "%s" is refused, as no path could name it',
    async (name) => {
      const said = `name can not be addressed: ${name}","status":400`;
      const told = async (path: string, body: unknown): Promise<string> =>
        (await ask('POST', path, body)).body;
      await ask('POST', '/proxies', PROXY);
      expect(await told('/proxies', { ...PROXY, name })).toContain(`"proxy ${said}`);
      expect(await told('/populate', [{ ...PROXY, name }])).toContain(`"proxy ${said}`);
      expect(await told('/proxies/redis/toxics', { type: 'noop', name })).toContain(`"toxic ${said}`);
      expect(Object.keys((await ask('GET', '/proxies')).json as object)).toEqual(['redis']);
    },
  );

  test('a port that is taken is said, not logged', async () => {
    const port = Number(new URL(server.url).port);
    await expect(startProxyServer({ ...plain, port })).rejects.toMatchObject({
      code: 'port-taken',
      message: `the proxy's control API wants 127.0.0.1:${port}, and something else listens there already`,
    });
    await expect(startProxyServer({ ...plain, host: '192.0.2.1' })).rejects.toBeInstanceOf(BrownoutError);
    await expect(startProxyServer({ ...plain, host: 'nowhere.invalid' })).rejects.toThrow('no such host');
  });

  test('a client that does not read delays no call', async () => {
    const flood = createServer((socket) =>
      socket.on('error', () => undefined).write(Buffer.alloc(8_000_000)),
    );
    flood.listen(0, '127.0.0.1');
    await once(flood, 'listening');
    const upstream = `127.0.0.1:${(flood.address() as AddressInfo).port}`;
    const { json } = await ask('POST', '/proxies', { ...PROXY, upstream });
    const [host = '', port] = (json as { listen: string }).listen.split(':');
    const idle = connect({ host, port: Number(port) });
    await once(idle, 'connect');
    for (const type of ['latency', 'bandwidth', 'slicer', 'reset_peer'])
      expect((await ask('POST', '/proxies/redis/toxics', { type })).status).toBe(200);
    expect((await ask('POST', '/proxies/redis/toxics/latency_downstream', {})).status).toBe(200);
    expect((await ask('GET', '/proxies')).status).toBe(200);
    expect((await ask('POST', '/reset')).status).toBe(204);
    expect((await ask('DELETE', '/proxies/redis')).status).toBe(204);
    idle.destroy();
    flood.close();
  });
});

describe('what is ours', () => {
  beforeEach(() => start());

  test('toxics that the original has not are there', async () => {
    await ask('POST', '/proxies', PROXY);
    const { status, json } = await ask('POST', '/proxies/redis/toxics', {
      type: 'packet_loss',
      attributes: { loss_rate: 0.25 },
    });
    expect(status).toBe(200);
    expect(json).toMatchObject({ attributes: { loss_rate: 0.25 } });
  });

  test('attributes of ours are told only where they were given', async () => {
    await ask('POST', '/proxies', PROXY);
    const add = async (toxic: object): Promise<unknown> =>
      (await ask('POST', '/proxies/redis/toxics', { type: 'latency', ...toxic })).json;
    expect(await add({ name: 'a' })).toMatchObject({ attributes: { latency: 0, jitter: 0 } });
    expect(await add({ name: 'b', attributes: { precise: true } })).toHaveProperty('attributes', {
      latency: 0,
      jitter: 0,
      precise: true,
    });
    const changed = await ask('PATCH', '/proxies/redis/toxics/a', { attributes: { precise: false } });
    expect(changed.json).toHaveProperty('attributes', { latency: 0, jitter: 0, precise: false });
  });

  test('a toxic may be for the first connections only', async () => {
    await ask('POST', '/proxies', PROXY);
    const add = (connections: unknown) => ask('POST', '/proxies/redis/toxics', { type: 'noop', connections });
    for (const wrong of [0, -1, 1.5, 'x']) expect((await add(wrong)).status).toBe(400);
    const { body } = await add(3);
    expect(body).toMatch(/"toxicity":1,"connections":3\}$/);
    const path = '/proxies/redis/toxics/noop_downstream';
    expect((await ask('GET', path)).body).toBe(body);
    expect((await ask('PATCH', path, { connections: 2 })).status).toBe(400);
    expect((await ask('PATCH', path, { connections: 3 })).body).toBe(body);
  });
});

describe('calls that come by the hundred at once', () => {
  const CROWD = 300;
  const all = <T>(call: (index: number) => Promise<T>): Promise<T[]> =>
    Promise.all(Array.from({ length: CROWD }, (_, index) => call(index)));
  const others = (status: number): number[] => Array<number>(CROWD - 1).fill(status);
  beforeEach(() => start());

  test('for one name: one succeeds', async () => {
    const made = await all(() => ask('POST', '/proxies', PROXY));
    expect(made.map(({ status }) => status).sort()).toEqual([201, ...others(409)]);
    const gone = await all(() => ask('DELETE', '/proxies/redis'));
    expect(gone.map(({ status }) => status).sort()).toEqual([204, ...others(404)]);
  });

  test('for a name each: all succeed, on a port each', async () => {
    const made = await all((index) => ask('POST', '/proxies', { ...PROXY, name: `p${index}` }));
    expect(new Set(made.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(made.map(({ json }) => (json as { listen: string }).listen)).size).toBe(CROWD);
    await all((index) => ask('POST', `/proxies/p${index}/toxics`, { type: 'latency' }));
    const { json } = await ask('GET', '/proxies');
    expect(
      Object.values(json as Record<string, { toxics: unknown[] }>).map(({ toxics }) => toxics.length),
    ).toEqual(Array<number>(CROWD).fill(1));
  });
});

test('a body without end is refused, and the server goes on', async () => {
  await start();
  const refused = await ask('POST', '/populate', ' '.repeat(17 * 1024 * 1024)).catch(() => null);
  // The answer may come while the body is still on its way, and get lost with the connection.
  expect([413, undefined]).toContain(refused?.status);
  expect((await ask('GET', '/version')).status).toBe(200);
});

describe('who may call', () => {
  const refused = { status: 403, headers: { 'content-type': 'text/plain; charset=utf-8' } };

  test('a foreign name is refused on every path, addresses and localhost are welcome', async () => {
    await start();
    for (const path of ['/proxies', '/nowhere', '//'])
      expect(await ask('GET', path, null, { Host: 'evil.example' })).toMatchObject(refused);
    for (const Host of ['localhost', 'LOCALHOST:1', '10.0.0.7:8474', '[::1]:8474', 'app.localhost'])
      expect((await ask('GET', '/proxies', null, { Host })).status).toBe(200);
  });

  test('names that were allowed are welcome', async () => {
    await start({ allowHosts: ['toxiproxy', 'Chaos.Example'] });
    for (const Host of ['toxiproxy:8474', 'chaos.example'])
      expect((await ask('GET', '/proxies', null, { Host })).status).toBe(200);
    expect(await ask('GET', '/proxies', null, { Host: 'other' })).toMatchObject(refused);
  });

  test('a page of a browser is refused, whatever it calls itself', async () => {
    await start();
    const Origin = 'http://localhost:8474';
    expect(await ask('POST', '/reset', null, { Origin })).toMatchObject(refused);
  });
});

describe('metrics', () => {
  test('bytes are counted while they flow, and stay counted when the proxy is gone', async () => {
    await start({ metrics: { proxies: true, runtime: false } });
    const { upstream, end } = await echoing();
    const { json } = await ask('POST', '/proxies', { ...PROXY, name: 'a"b', upstream });
    const { listen } = json as { listen: string };
    const [host = '', port] = listen.split(':');
    const socket = connect({ host, port: Number(port) });
    socket.write('hello');
    await once(socket, 'data');
    const { body, headers } = await ask('GET', '/metrics');
    expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8; escaping=underscores');
    for (const direction of ['downstream', 'upstream'])
      for (const counted of ['received', 'sent'])
        expect(body).toContain(
          `toxiproxy_proxy_${counted}_bytes_total{direction="${direction}",listener="${listen}",proxy="a\\"b",upstream="${upstream}"} 5\n`,
        );
    socket.destroy();
    await ask('DELETE', '/proxies/a%22b');
    expect((await ask('GET', '/metrics')).body).toContain(`upstream="${upstream}"} 5\n`);
    end();
  });

  test('figures of the process come on their own flag, any method asks for them', async () => {
    await start({ metrics: { proxies: false, runtime: true } });
    const { status, body } = await ask('PUT', '/metrics');
    expect(status).toBe(200);
    expect(body).toMatch(/^process_resident_memory_bytes [\d.]+e\+\d\d$/m);
    expect(body).not.toContain('promhttp');
  });

  test('they are zipped for who takes that', async () => {
    await start({ metrics: { proxies: true, runtime: true } });
    const asked = request(`${server.url}/metrics`, { headers: { 'Accept-Encoding': 'gzip' } }).end();
    const [{ headers }] = (await once(asked, 'response')) as [{ headers: Record<string, string> }];
    expect(headers['content-encoding']).toBe('gzip');
    asked.destroy();
  });
});

test('closing ends the API, its idle connections and all proxies', async () => {
  await start();
  const { json } = await ask('POST', '/proxies', PROXY);
  const { listen } = json as { listen: string };
  const url = new URL(server.url);
  const idle = connect({ host: url.hostname, port: Number(url.port) });
  await once(idle, 'connect');
  const closed = once(idle, 'close');
  await server.close();
  await closed;
  await expect(ask('GET', '/version')).rejects.toThrow('ECONNREFUSED');
  const [host = '', port] = listen.split(':');
  const late = connect({ host, port: Number(port) });
  const [error] = (await once(late, 'error')) as [NodeJS.ErrnoException];
  expect(error.code).toBe('ECONNREFUSED');
});

test('calls that change something are told, one line each', async () => {
  const said: string[] = [];
  await start({ say: (line) => said.push(line) });
  await ask('POST', '/proxies', PROXY);
  await ask('GET', '/proxies');
  await ask('DELETE', '/proxies/nobody');
  expect(said).toEqual(['POST /proxies 201', 'DELETE /proxies/nobody 404']);
});

describe('nothing that goes on in a connection delays a call', () => {
  beforeEach(() => start());

  test('a reset that waits for a minute is taken back', async () => {
    const { upstream, end } = await echoing();
    const client = await reached(upstream);
    await ask('POST', '/proxies/redis/toxics', { type: 'reset_peer', attributes: { timeout: 60_000 } });
    client.write('x');
    // By then its answer has long been there.
    await answers(upstream);
    expect((await ask('DELETE', '/proxies/redis/toxics/reset_peer_downstream')).status).toBe(204);
    expect((await ask('GET', '/proxies')).status).toBe(200);
    client.destroy();
    end();
  });
});

describe('an upstream that answers no handshake delays no call', () => {
  let clients: Socket[] = [];
  beforeEach(async () => {
    await start({ dial: hangingDial });
    const listen = await created('127.0.0.1:1');
    clients = Array.from({ length: 8 }, () => to(listen));
    for (const client of clients) client.write('x');
    await until(() => server.book.proxy('redis')?.connections() === 8);
  });
  afterEach(() => {
    for (const client of clients) client.destroy();
  });

  const gone = async (): Promise<void> => {
    await Promise.all(clients.map(async (client) => client.closed || once(client, 'close')));
  };

  test('while its clients wait, everything is shown and more is created', async () => {
    expect((await ask('GET', '/proxies')).json).toMatchObject({ redis: { enabled: true } });
    expect((await ask('POST', '/proxies', { ...PROXY, name: 'b', listen: 'localhost:0' })).status).toBe(201);
    expect((await ask('POST', '/proxies/redis/toxics', { type: 'latency' })).status).toBe(200);
    expect(server.book.proxy('redis')?.connections()).toBe(8);
  });

  test('it is disabled, started by a reset and deleted', async () => {
    expect((await ask('POST', '/proxies/redis', { enabled: false })).json).toMatchObject({ enabled: false });
    await gone();
    expect((await ask('POST', '/reset')).status).toBe(204);
    expect((await ask('DELETE', '/proxies/redis')).status).toBe(204);
  });

  test('it is deleted at once', async () => {
    expect((await ask('DELETE', '/proxies/redis')).status).toBe(204);
    await gone();
    expect((await ask('GET', '/proxies')).body).toBe('{}');
  });

  test('it is replaced by populate', async () => {
    const { status, json } = await ask('POST', '/populate', [{ ...PROXY, upstream: '127.0.0.1:2' }]);
    expect(status).toBe(201);
    expect(json).toMatchObject({ proxies: [{ upstream: '127.0.0.1:2', enabled: true }] });
    await gone();
    expect(server.book.proxy('redis')?.connections()).toBe(0);
  });
});

describe('what only odd clients send', () => {
  beforeEach(() => start());

  test('HTTP/1.0 without a Host is answered, as no page of a browser can send it', async () => {
    expect(await raw('GET /version HTTP/1.0\r\n\r\n')).toContain('200 OK');
    expect(await raw('GET /version HTTP/1.0\r\nHost: evil.example\r\n\r\n')).toContain('403 Forbidden');
    expect(await raw('GET /version HTTP/1.1\r\n\r\n')).toContain('400 Bad Request');
  });

  test('a head of many kilobytes is read', async () => {
    expect((await ask('GET', '/version', null, { 'X-Long': 'x'.repeat(200_000) })).status).toBe(200);
  });
});

async function raw(request: string): Promise<string> {
  const socket = to(new URL(server.url).host);
  socket.write(request);
  const { bytes } = await readAll(socket);
  socket.destroy();
  return bytes.toString();
}

test('the same seed spares the same connections, another one others', async () => {
  const { upstream, end } = await echoing();
  const sparedBy = async (seed: number): Promise<string> => {
    await start({ seed });
    const listen = await created(upstream);
    await ask('POST', '/proxies/redis/toxics', { type: 'limit_data', toxicity: 0.5 });
    const spared: string[] = [];
    for (let count = 0; count < 24; count += 1) spared.push((await answers(listen)) ? 'o' : 'x');
    await server.close();
    return spared.join('');
  };
  const first = await sparedBy(42);
  expect(first).toMatch(/o/);
  expect(first).toMatch(/x/);
  expect(await sparedBy(42)).toBe(first);
  expect(await sparedBy(43)).not.toBe(first);
  end();
});

async function echoing(): Promise<{ readonly upstream: string; readonly end: () => void }> {
  const echo = createServer((socket) => socket.on('error', () => undefined).pipe(socket));
  echo.listen(0, '127.0.0.1');
  await once(echo, 'listening');
  return {
    upstream: `127.0.0.1:${(echo.address() as AddressInfo).port}`,
    end: () => void echo.close(),
  };
}

async function created(upstream: string): Promise<string> {
  const { json } = await ask('POST', '/proxies', { ...PROXY, upstream });
  return (json as { readonly listen: string }).listen;
}

async function reached(upstream: string): Promise<Socket> {
  const client = to(await created(upstream));
  await once(client, 'connect');
  return client;
}

function to(address: string): Socket {
  const [host = '', port] = address.split(':');
  return connect({ host, port: Number(port) }).on('error', () => undefined);
}

/** Whether what is said comes back before the connection ends. */
async function answers(address: string): Promise<boolean> {
  const client = to(address);
  client.write('x');
  const isAnswered = await Promise.race([
    once(client, 'data').then(() => true),
    once(client, 'close').then(() => false),
  ]);
  client.destroy();
  return isAnswered;
}
