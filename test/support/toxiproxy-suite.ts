/**
 * What every client of a Toxiproxy relies on, asked of a running server: of ours, and of the original by
 * the external tests. All of it must hold for both.
 */
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { askerOf, type Ask, type Heard } from './control-client.js';
import { until } from './proxied.js';
import { toxiproxyFlowCases } from './toxiproxy-flow-cases.js';
import { nodeClientCases } from './toxiproxy-node-cases.js';

export interface SuiteServer {
  readonly url: string;
  close(): Promise<void>;
}

export function toxiproxySuite(start: () => Promise<SuiteServer>): void {
  let server: SuiteServer = { url: '', close: () => Promise.resolve() };
  let echo: Server;
  const ask: Ask = (...what) => askerOf(server.url)(...what);
  const echoAddress = (): string => `127.0.0.1:${(echo.address() as AddressInfo).port}`;

  beforeAll(async () => {
    server = await start();
    echo = createServer((socket) => socket.on('error', () => undefined).pipe(socket)).listen(0, '127.0.0.1');
    await once(echo, 'listening');
  });
  afterAll(async () => {
    echo.close();
    await server.close();
  });
  beforeEach(async () => {
    const { json } = await ask('GET', '/proxies');
    for (const name of Object.keys(json as object))
      await ask('DELETE', `/proxies/${encodeURIComponent(name)}`);
  });

  transportCases(ask);
  orderCases(() => server.url);
  readingCases(ask);
  proxyCases(ask);
  populateCases(ask);
  toxicCases(ask);
  describe('bytes and ends', () => toxiproxyFlowCases(ask));
  describe("the original's client for Node", () => nodeClientCases(() => server.url, echoAddress));
}

const PROXY = { name: 'redis', listen: '127.0.0.1:0', upstream: '127.0.0.1:1' };

function create(ask: Ask, more: object = {}): Promise<Heard> {
  return ask('POST', '/proxies', { ...PROXY, ...more });
}

function add(ask: Ask, toxic: unknown): Promise<Heard> {
  return ask('POST', '/proxies/redis/toxics', toxic);
}

function listenOf({ json }: Heard): string {
  return (json as { readonly listen: string }).listen;
}

function error(text: string, status: number): string {
  return `{"error":"${text}","status":${status}}\n`;
}

function transportCases(ask: Ask): void {
  describe('on the wire', () => {
    test('the version is what clients parse', async () => {
      const { status, body, headers } = await ask('GET', '/version');
      expect({ status, body }).toEqual({ status: 200, body: '{"version": "2.12.0"}\n' });
      expect(headers['content-type']).toBe('application/json;charset=utf-8');
    });

    test('answers of the routes are JSON without a charset, and carry an id', async () => {
      const { headers, body } = await ask('GET', '/proxies');
      expect(body).toBe('{}');
      expect(headers['content-type']).toBe('application/json');
      expect(headers['content-length']).toBe('2');
      expect(headers['x-toxiproxy-request-id']).toMatch(/^[0-9a-v]{20}$/);
    });

    test('failures are JSON under the name of plain text', async () => {
      const { status, headers, body } = await ask('GET', '/proxies/nobody');
      expect({ status, body }).toEqual({ status: 404, body: error('proxy not found', 404) });
      expect(headers['content-type']).toBe('text/plain; charset=utf-8');
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['x-toxiproxy-request-id']).toMatch(/^[0-9a-v]{20}$/);
    });

    test.each(['/', '/proxies/', '/proxie', '/proxies/redis/toxics/', '/proxies/a/toxics/b/c', '/metricses'])(
      '%s is no route',
      async (path) => {
        const { status, headers, body } = await ask('GET', path);
        expect({ status, body }).toEqual({ status: 404, body: '404 page not found\n' });
        expect(headers['x-toxiproxy-request-id']).toBeUndefined();
        expect(headers['content-type']).toBe('text/plain; charset=utf-8');
      },
    );

    test.each([
      ['PUT', '/proxies'],
      ['HEAD', '/proxies'],
      ['OPTIONS', '/proxies'],
      ['PUT', '/proxies/redis'],
      ['PATCH', '/proxies/redis/toxics'],
      ['GET', '/populate'],
      ['GET', '/reset'],
      ['POST', '/version'],
    ])('%s %s is not allowed, without a word', async (method, path) => {
      const { status, headers, body } = await ask(method, path);
      expect({ status, body }).toEqual({ status: 405, body: '' });
      expect(headers['allow']).toBeUndefined();
      expect(headers['content-type']).toBeUndefined();
      expect(headers['x-toxiproxy-request-id']).toBeUndefined();
    });

    test.each([
      ['//proxies', '/proxies'],
      ['/proxies//redis?a=1', '/proxies/redis?a=1'],
      ['/proxies/./redis/', '/proxies/redis/'],
      ['/a/../proxies', '/proxies'],
      ['/proxies/%2e%2e/version', '/version'],
      ['/proxies//a%20b', '/proxies/a%20b'],
      ['/..//', '/'],
    ])('%s leads to %s', async (path, location) => {
      const { status, headers, body } = await ask('PUT', path);
      expect({ status, body, location: headers['location'] }).toEqual({ status: 301, body: '', location });
      expect(headers['content-type']).toBeUndefined();
      expect(headers['x-toxiproxy-request-id']).toBeUndefined();
    });

    test('a browser is sent away from a route, and only from a route', async () => {
      const as = { 'User-Agent': 'Mozilla/5.0' };
      const { status, body, headers } = await ask('GET', '/proxies', null, as);
      expect({ status, body }).toEqual({ status: 403, body: 'User agent not allowed\n' });
      expect(headers['content-type']).toBe('text/plain; charset=utf-8');
      expect((await ask('GET', '/nowhere', null, as)).status).toBe(404);
      expect((await ask('PUT', '/proxies', null, as)).status).toBe(405);
      for (const other of ['mozilla/5.0', 'A Mozilla/5.0'])
        expect((await ask('GET', '/proxies', null, { 'User-Agent': other })).status).toBe(200);
    });

    test('a percent sign without two digits is a bad request', async () => {
      const { status, body } = await ask('GET', '/proxies/%zz');
      expect({ status, body }).toEqual({ status: 400, body: '400 Bad Request' });
    });

    test('a name with a space is found by its escaped path, and bytes that are no text are nobody', async () => {
      await create(ask, { name: 'my redis' });
      expect((await ask('GET', '/proxies/my%20redis')).status).toBe(200);
      expect((await ask('GET', '/proxies/%ff')).status).toBe(404);
    });

    test('without a flag there are no metrics', async () => {
      expect((await ask('GET', '/metrics')).status).toBe(404);
    });

    test('the type of a body is never looked at', async () => {
      const type = { 'Content-Type': 'application/x-www-form-urlencoded' };
      expect((await ask('POST', '/proxies', PROXY, type)).status).toBe(201);
    });

    test('long answers come in chunks, short ones with their length', async () => {
      const { headers } = await create(ask, { name: 'x'.repeat(3_000), enabled: false });
      expect(headers['transfer-encoding']).toBe('chunked');
    });
  });
}

function orderCases(urlOf: () => string): void {
  test('calls that come at once over one connection are done in their order', async () => {
    const { port, host } = new URL(urlOf());
    const calls: readonly (readonly [method: string, path: string, body: object | null, status: number])[] = [
      ['POST', '/proxies', PROXY, 201],
      ['GET', '/proxies/redis', null, 200],
      ['PATCH', '/proxies/redis', { enabled: false }, 200],
      ['POST', '/proxies/redis/toxics', { type: 'latency' }, 200],
      ['DELETE', '/proxies/redis', null, 204],
      ['GET', '/proxies/redis', null, 404],
    ];
    const socket = connect(Number(port), '127.0.0.1');
    for (const [method, path, body] of calls) {
      const text = body === null ? '' : JSON.stringify(body);
      socket.write(
        `${method} ${path} HTTP/1.1\r\nHost: ${host}\r\nContent-Length: ${text.length}\r\n\r\n${text}`,
      );
    }
    let heard = '';
    socket.on('data', (part: Buffer) => (heard += part.toString()));
    const statuses = (): readonly number[] =>
      [...heard.matchAll(/HTTP\/1\.1 (\d+) /g)].map(([, status]) => Number(status));
    await until(() => statuses().length === calls.length, 'an answer to each call');
    socket.destroy();
    expect(statuses()).toEqual(calls.map(([, , , status]) => status));
  });
}

function readingCases(ask: Ask): void {
  describe('reads bodies as Go does', () => {
    test.each([
      ['', 'EOF'],
      [' \n ', 'EOF'],
      ['{"name":', 'unexpected EOF'],
      ['{"name":"a"', 'unexpected EOF'],
      ['x', "invalid character 'x' looking for beginning of value"],
      ['[1]', 'json: cannot unmarshal array into Go value of type toxiproxy.Proxy'],
      ['{"name":5}', 'json: cannot unmarshal number into Go struct field Proxy.name of type string'],
      [
        '{"name":"a","enabled":"x"}',
        'json: cannot unmarshal string into Go struct field Proxy.enabled of type bool',
      ],
      [
        '{"name":"a","listen":{}}',
        'json: cannot unmarshal object into Go struct field Proxy.listen of type string',
      ],
      [
        '{"name":"a","Logger":true}',
        'json: cannot unmarshal bool into Go struct field Proxy.Logger of type zerolog.Logger',
      ],
    ])('a proxy of %j is refused', async (body, tail) => {
      const heard = await ask('POST', '/proxies', body);
      expect({ status: heard.status, body: heard.body }).toEqual({
        status: 400,
        body: error(`bad request body: ${tail}`, 400),
      });
    });

    test.each([
      ['keys in any case', '{"NAME":"a","UPstream":"x:1","Enabled":false}'],
      ['a key with a letter that folds', '{"name":"a","up\u017ftream":"x:1","enabled":false}'],
      ['the last of two keys', '{"name":"b","NAME":"a","upstream":"x:1","enabled":true,"enabled":false}'],
      [
        'null for what is left as it is',
        '{"name":"a","upstream":"x:1","enabled":false,"listen":null,"name":null}',
      ],
      ['only the first value', '{"name":"a","upstream":"x:1","enabled":false}{"name":"b"} rubbish'],
      [
        'unknown keys, toxics among them',
        '{"name":"a","upstream":"x:1","enabled":false,"toxics":5,"x":[{}]}',
      ],
    ])('it takes %s', async (_, body) => {
      const heard = await ask('POST', '/proxies', body);
      expect({ status: heard.status, body: heard.body }).toEqual({
        status: 201,
        body: '{"name":"a","listen":"","upstream":"x:1","enabled":false,"Logger":{},"toxics":[]}',
      });
    });

    test('names are echoed with what could end a script escaped, and half pairs replaced', async () => {
      const { body } = await ask(
        'POST',
        '/proxies',
        String.raw`{"name":"<&>\u2028\ud83d","upstream":"é","enabled":false}`,
      );
      expect(body).toContain(
        String.raw`"name":"\u003c\u0026\u003e\u2028` + '\uFFFD","listen":"","upstream":"é"',
      );
    });
  });
}

function proxyCases(ask: Ask): void {
  describe('proxies', () => {
    test('one is created, shown, listed and deleted', async () => {
      const created = await create(ask);
      expect(created.status).toBe(201);
      expect(created.body).toMatch(
        /^\{"name":"redis","listen":"127\.0\.0\.1:\d+","upstream":"127\.0\.0\.1:1","enabled":true,"Logger":\{\},"toxics":\[\]\}$/,
      );
      expect((await ask('GET', '/proxies/redis')).body).toBe(created.body);
      expect((await ask('GET', '/proxies')).body).toBe(`{"redis":${created.body}}`);
      const deleted = await ask('DELETE', '/proxies/redis');
      expect({ status: deleted.status, body: deleted.body }).toEqual({ status: 204, body: '' });
      expect((await ask('DELETE', '/proxies/redis')).status).toBe(404);
      expect((await ask('GET', '/proxies')).body).toBe('{}');
    });

    test('they are listed by the order of their names', async () => {
      for (const name of ['b', 'a', 'B', '10', '9']) await create(ask, { name, enabled: false });
      const { body } = await ask('GET', '/proxies');
      expect([...body.matchAll(/"name":"(.*?)"/g)].map(([, name]) => name)).toEqual([
        '10',
        '9',
        'B',
        'a',
        'b',
      ]);
    });

    test.each([
      [{}, 'missing required field: name'],
      [{ name: '' }, 'missing required field: name'],
      [{ name: 'a' }, 'missing required field: upstream'],
    ])('%j lacks something', async (body, text) => {
      const heard = await ask('POST', '/proxies', body);
      expect({ status: heard.status, body: heard.body }).toEqual({ status: 400, body: error(text, 400) });
    });

    test('a body of null lacks everything', async () => {
      expect((await ask('POST', '/proxies', 'null')).body).toBe(error('missing required field: name', 400));
    });

    test('a name can be taken only once', async () => {
      await create(ask);
      const again = await create(ask, { listen: 'nonsense' });
      expect({ status: again.status, body: again.body }).toEqual({
        status: 409,
        body: error('proxy already exists', 409),
      });
    });

    test('one that is created disabled keeps its address as given', async () => {
      const { body } = await create(ask, { enabled: false, listen: 'localhost:0' });
      expect(body).toContain('"listen":"localhost:0","upstream":"127.0.0.1:1","enabled":false');
    });

    test.each([
      ['', /^\[::\]:\d+$/],
      [':0', /^\[::\]:\d+$/],
      ['0.0.0.0:0', /^\[::\]:\d+$/],
      ['[::]:0', /^\[::\]:\d+$/],
      ['[::1]:0', /^\[::1\]:\d+$/],
      ['localhost:0', /^127\.0\.0\.1:\d+$/],
      ['127.0.0.1:', /^127\.0\.0\.1:\d+$/],
    ])('listening on "%s" is told as %s', async (listen, told) => {
      expect(listenOf(await create(ask, { listen }))).toMatch(told);
    });

    test.each([
      ['local373', 'listen tcp: address local373: missing port in address'],
      ['127.0.0.1:99999', 'listen tcp: address 99999: invalid port'],
      ['127.0.0.1:-1', 'listen tcp: address -1: invalid port'],
      ['127.0.0.1:abc', 'listen tcp: lookup tcp/abc: unknown port'],
      ['::1:5000', 'listen tcp: address ::1:5000: too many colons in address'],
      ['192.0.2.1:5000', 'listen tcp 192.0.2.1:5000: bind: cannot assign requested address'],
    ])('nothing can listen on %s', async (listen, text) => {
      const { status, body } = await create(ask, { listen });
      expect({ status, body }).toEqual({ status: 500, body: error(text, 500) });
      expect((await ask('GET', '/proxies')).body).toBe('{}');
    });

    test('two can not listen on one port', async () => {
      const listen = listenOf(await create(ask));
      const { status, body } = await create(ask, { name: 'other', listen });
      expect({ status, body }).toEqual({
        status: 500,
        body: error(`listen tcp ${listen}: bind: address already in use`, 500),
      });
    });

    test.each(['POST', 'PATCH'])('%s changes what is named and leaves the rest', async (method) => {
      const listen = listenOf(await create(ask));
      await add(ask, { type: 'latency' });
      const change = async (body: unknown): Promise<unknown> =>
        (await ask(method, '/proxies/redis', body)).json;
      expect(await change({ upstream: 'other:2' })).toMatchObject({
        listen,
        upstream: 'other:2',
        enabled: true,
      });
      expect(await change({ enabled: false })).toMatchObject({ listen, upstream: 'other:2', enabled: false });
      expect(await change({ name: 'renamed', enabled: true })).toMatchObject({
        name: 'redis',
        listen,
        enabled: true,
      });
      expect(await change({ upstream: '' })).toMatchObject({ upstream: '', toxics: [{ type: 'latency' }] });
      expect(await change('null')).toMatchObject({ upstream: '', enabled: true });
    });

    test('moving to a free port always moves, and to the same place by another name never', async () => {
      const listen = listenOf(await create(ask));
      const same = await ask('POST', '/proxies/redis', { listen: listen.replace('127.0.0.1', 'localhost') });
      expect(same.json).toMatchObject({ listen });
      const moved = await ask('POST', '/proxies/redis', { listen: 'localhost:0' });
      expect(listenOf(moved)).toMatch(/^127\.0\.0\.1:\d+$/);
      expect(listenOf(moved)).not.toBe(listen);
      expect(moved.json).toMatchObject({ enabled: true });
    });

    test('a stopped one keeps a new address as given until it starts', async () => {
      await create(ask, { enabled: false, listen: '' });
      expect((await ask('POST', '/proxies/redis', { listen: 'localhost:0' })).json).toMatchObject({
        listen: 'localhost:0',
        enabled: false,
      });
    });

    test('an address that can not be read changes nothing', async () => {
      const before = (await create(ask)).body;
      const { status, body } = await ask('POST', '/proxies/redis', {
        listen: 'local373',
        upstream: 'x',
        enabled: false,
      });
      expect({ status, body }).toEqual({
        status: 500,
        body: error('address local373: missing port in address', 500),
      });
      expect((await ask('GET', '/proxies/redis')).body).toBe(before);
    });

    test('one that can not start again is left stopped with what was wanted', async () => {
      const listen = listenOf(await create(ask, { name: 'other' }));
      await create(ask);
      const { status } = await ask('POST', '/proxies/redis', { listen });
      expect(status).toBe(500);
      expect((await ask('GET', '/proxies/redis')).json).toMatchObject({ listen, enabled: false });
    });

    test('nobody is changed before it is known that it exists', async () => {
      for (const [method, path] of [
        ['POST', '/proxies/nobody'],
        ['GET', '/proxies/nobody/toxics'],
        ['POST', '/proxies/nobody/toxics'],
        ['GET', '/proxies/nobody/toxics/x'],
        ['PATCH', '/proxies/nobody/toxics/x'],
        ['DELETE', '/proxies/nobody/toxics/x'],
      ] as const)
        expect((await ask(method, path, 'rubbish')).body).toBe(error('proxy not found', 404));
    });

    test('reset starts what is stopped and takes all toxics away', async () => {
      await create(ask);
      await add(ask, { type: 'latency' });
      await add(ask, { type: 'timeout', stream: 'upstream' });
      await ask('POST', '/proxies/redis', { enabled: false });
      const { status, body } = await ask('POST', '/reset', 'never read');
      expect({ status, body }).toEqual({ status: 204, body: '' });
      expect((await ask('GET', '/proxies/redis')).json).toMatchObject({ enabled: true, toxics: [] });
    });
  });
}

function populateCases(ask: Ask): void {
  describe('populate', () => {
    const populate = (body: unknown): Promise<Heard> => ask('POST', '/populate', body);

    test('creates all in the order given', async () => {
      const { status, json, headers } = await populate([
        { ...PROXY, name: 'b' },
        { ...PROXY, name: 'a', enabled: false },
      ]);
      expect(status).toBe(201);
      expect(headers['content-type']).toBe('application/json');
      expect(json).toMatchObject({
        proxies: [
          { name: 'b', enabled: true },
          { name: 'a', enabled: false },
        ],
      });
    });

    test.each(['[]', 'null'])('%s is nothing to do', async (body) => {
      const heard = await populate(body);
      expect({ status: heard.status, body: heard.body }).toEqual({ status: 201, body: '{"proxies":null}' });
    });

    test.each([
      ['', 'bad request body: EOF'],
      ['[{"name":"a"}]', 'missing required field: upstream at proxy 1'],
      ['[{"name":"a","upstream":"x"},null]', 'missing required field: name at proxy 2'],
      [
        '[{"name":"a","upstream":"x","enabled":3}]',
        'bad request body: json: cannot unmarshal number into Go struct field .enabled of type bool',
      ],
    ])('%s creates nothing, and says so as JSON', async (body, text) => {
      const heard = await populate(body);
      expect({ status: heard.status, body: heard.body }).toEqual({
        status: 400,
        body: `{"error":"${text}","status":400,"proxies":null}`,
      });
      expect(heard.headers['content-type']).toBe('application/json');
      expect((await ask('GET', '/proxies')).body).toBe('{}');
    });

    test('null takes a switch back that the same entry turned, though only in a list', async () => {
      const twice = '{"name":"a","upstream":"x","enabled":false,"enabled":null}';
      expect((await populate(`[${twice}]`)).json).toMatchObject({ proxies: [{ enabled: true }] });
      await ask('DELETE', '/proxies/a');
      expect((await ask('POST', '/proxies', twice)).json).toMatchObject({ enabled: false });
    });

    test('one that is there already is left alone, switch and toxics included', async () => {
      const listen = listenOf(await create(ask));
      await add(ask, { type: 'latency' });
      const { json } = await populate([{ ...PROXY, listen, enabled: false }]);
      expect(json).toMatchObject({ proxies: [{ listen, enabled: true, toxics: [{ type: 'latency' }] }] });
    });

    test('one that differs is replaced, without its toxics; others are left alone', async () => {
      const listen = listenOf(await create(ask));
      await create(ask, { name: 'other' });
      await add(ask, { type: 'latency' });
      const { json } = await populate([{ ...PROXY, listen, upstream: 'x:1' }]);
      expect(json).toMatchObject({ proxies: [{ listen, upstream: 'x:1', enabled: true, toxics: [] }] });
      expect(Object.keys((await ask('GET', '/proxies')).json as object)).toEqual(['other', 'redis']);
    });

    test('it ends at the first that can not listen, and tells those that came before', async () => {
      const { status, body, headers } = await populate([
        { ...PROXY, name: 'a', listen: '', enabled: false },
        { ...PROXY, name: 'b', listen: 'local373' },
        { ...PROXY, name: 'c' },
      ]);
      expect({ status, body }).toEqual({
        status: 500,
        body: '{"error":"listen tcp: address local373: missing port in address","status":500,"proxies":[{"name":"a","listen":"","upstream":"127.0.0.1:1","enabled":false,"Logger":{},"toxics":[]}]}',
      });
      expect(headers['content-type']).toBe('application/json');
      expect(Object.keys((await ask('GET', '/proxies')).json as object)).toEqual(['a']);
    });

    test('a bad address for one that is there leaves it running', async () => {
      await create(ask);
      const { status, json } = await populate([{ ...PROXY, listen: 'local373' }]);
      expect(status).toBe(500);
      expect(json).toMatchObject({ error: 'address local373: missing port in address', proxies: null });
      expect((await ask('GET', '/proxies/redis')).json).toMatchObject({ enabled: true });
    });

    test('a name that comes twice is told twice, the first as it was left', async () => {
      const { json } = await populate([
        { ...PROXY, upstream: 'x:1' },
        { ...PROXY, upstream: 'x:2' },
      ]);
      expect(json).toMatchObject({
        proxies: [
          { upstream: 'x:1', enabled: false },
          { upstream: 'x:2', enabled: true },
        ],
      });
    });
  });
}

const TYPES = [
  ['latency', '"latency":0,"jitter":0'],
  ['bandwidth', '"rate":0'],
  ['slow_close', '"delay":0'],
  ['slicer', '"average_size":0,"size_variation":0,"delay":0'],
  ['timeout', '"timeout":0'],
  ['reset_peer', '"timeout":0'],
  ['limit_data', '"bytes":0'],
  ['noop', ''],
] as const;

function toxicCases(ask: Ask): void {
  describe('toxics', () => {
    beforeEach(async () => {
      await create(ask);
    });

    test.each(TYPES)('%s is added with all its attributes', async (type, attributes) => {
      const { status, body } = await add(ask, { type, attributes: null });
      expect({ status, body }).toEqual({
        status: 200,
        body: `{"attributes":{${attributes}},"name":"${type}_downstream","type":"${type}","stream":"downstream","toxicity":1}`,
      });
      expect((await ask('GET', `/proxies/redis/toxics/${type}_downstream`)).body).toBe(body);
      expect((await ask('GET', '/proxies/redis/toxics')).body).toBe(`[${body}]`);
      expect((await ask('DELETE', `/proxies/redis/toxics/${type}_downstream`)).status).toBe(204);
      expect((await ask('GET', '/proxies/redis/toxics')).body).toBe('[]');
    });

    test.each([
      [{ type: 'latency', stream: 'sideways' }, 'stream was invalid, can be either upstream or downstream'],
      [{ type: 'latency', stream: '' }, 'stream was invalid, can be either upstream or downstream'],
      [{ type: 'no such thing' }, 'invalid toxic type'],
      [{ type: 'Latency' }, 'invalid toxic type'],
      [{ type: 'down' }, 'invalid toxic type'],
      [{}, 'invalid toxic type'],
      [
        { type: 'latency', toxicity: 'x' },
        'bad request body: json: cannot unmarshal string into Go struct field ToxicWrapper.toxicity of type float32',
      ],
      [
        { type: 'no such thing', attributes: [] },
        'bad request body: json: cannot unmarshal array into Go struct field ToxicWrapper.attributes of type toxics.NoopToxic',
      ],
      [
        { type: 'limit_data', attributes: { bytes: 1.5 } },
        'bad request body: json: cannot unmarshal number 1.5 into Go struct field LimitDataToxic.attributes.bytes of type int64',
      ],
      [
        { type: 'latency', attributes: { latency: '5' } },
        'bad request body: json: cannot unmarshal string into Go struct field LatencyToxic.attributes.latency of type int64',
      ],
    ])('%j is refused', async (toxic, text) => {
      const { status, body } = await add(ask, toxic);
      expect({ status, body }).toEqual({ status: 400, body: error(text, 400) });
      expect((await ask('GET', '/proxies/redis/toxics')).body).toBe('[]');
    });

    test.each(['1e3', '100.0', '9223372036854775808', '-9223372036854775809'])(
      '%s is no whole number of 64 bits',
      async (number) => {
        const { status } = await add(ask, `{"type":"latency","attributes":{"latency":${number}}}`);
        expect(status).toBe(400);
      },
    );

    test.each(['9007199254740993', '9223372036854775807', '-9223372036854775808', '-1'])(
      '%s is echoed exactly',
      async (number) => {
        const { body } = await add(ask, `{"type":"latency","attributes":{"latency":${number}}}`);
        expect(body).toContain(`{"latency":${number},"jitter":0}`);
      },
    );

    test.each([
      ['0.123456789', '0.12345679'],
      ['16777217', '16777216'],
      ['1e-7', '1e-7'],
      ['1e21', '1e+21'],
      ['-0.0', '-0'],
      ['1e-50', '0'],
      ['2.5', '2.5'],
      ['-1', '-1'],
      ['null', '1'],
    ])('a toxicity of %s is told as %s', async (given, told) => {
      const { body } = await add(ask, `{"type":"noop","toxicity":${given}}`);
      expect(body).toContain(`"toxicity":${told}}`);
    });

    test('a toxicity beyond single precision is refused', async () => {
      expect((await add(ask, '{"type":"noop","toxicity":1e39}')).status).toBe(400);
    });

    test('a stream may be written in any case, and makes the name as it was sent', async () => {
      expect((await add(ask, { type: 'latency', stream: 'UpStream' })).body).toBe(
        '{"attributes":{"latency":0,"jitter":0},"name":"latency_UpStream","type":"latency","stream":"UpStream","toxicity":1}',
      );
    });

    test('a name is taken for both streams', async () => {
      await add(ask, { type: 'latency', name: 'x' });
      const { status, body } = await add(ask, {
        ...{ type: 'noop', name: 'x', stream: 'upstream' },
        attributes: { rate: 'never read' },
      });
      expect({ status, body }).toEqual({ status: 409, body: error('toxic already exists', 409) });
    });

    test('upstream comes first, each stream in the order of adding', async () => {
      for (const [name, stream] of [
        ['d1', 'downstream'],
        ['u1', 'upstream'],
        ['d2', 'downstream'],
        ['u2', 'upstream'],
      ])
        await add(ask, { type: 'noop', name, stream });
      const { json } = await ask('GET', '/proxies/redis/toxics');
      expect((json as { name: string }[]).map(({ name }) => name)).toEqual(['u1', 'u2', 'd1', 'd2']);
      expect((await ask('GET', '/proxies/redis')).json).toMatchObject({ toxics: json });
    });

    test('attributes of two objects, and keys in any case, are one', async () => {
      const { body } = await add(
        ask,
        '{"type":"latency","attributes":{"LATENCY":5,"rate":"x"},"Attributes":{"jitter":2,"latency":null}}',
      );
      expect(body).toContain('{"latency":5,"jitter":2}');
    });

    test.each(['POST', 'PATCH'])('%s merges attributes and leaves the rest', async (method) => {
      await add(ask, { type: 'latency', attributes: { latency: 5, jitter: 2 }, toxicity: 0.5 });
      const path = '/proxies/redis/toxics/latency_downstream';
      const change = async (body: unknown): Promise<string> => (await ask(method, path, body)).body;
      const told = (latency: number, toxicity: number): string =>
        `{"attributes":{"latency":${latency},"jitter":2},"name":"latency_downstream","type":"latency","stream":"downstream","toxicity":${toxicity}}`;
      expect(await change({ attributes: { latency: 7 } })).toBe(told(7, 0.5));
      expect(await change({ toxicity: 0.25, name: 'x', type: 'noop', stream: 5 })).toBe(told(7, 0.25));
      expect(await change({})).toBe(told(7, 0.25));
      expect(await change('null')).toBe(told(7, 0.25));
      expect(await change({ attributes: null, toxicity: null })).toBe(told(7, 0.25));
    });

    test.each([
      ['', 'EOF'],
      ['{"attributes":', 'unexpected EOF'],
      [
        '{"attributes":[]}',
        'json: cannot unmarshal array into Go struct field .attributes of type toxics.LatencyToxic',
      ],
      [
        '{"attributes":{"jitter":1.5}}',
        'json: cannot unmarshal number 1.5 into Go struct field LatencyToxic.attributes.jitter of type int64',
      ],
      ['{"toxicity":true}', 'json: cannot unmarshal bool into Go struct field .toxicity of type float32'],
    ])('a change of %j is refused', async (change, tail) => {
      await add(ask, { type: 'latency' });
      const { status, body } = await ask('PATCH', '/proxies/redis/toxics/latency_downstream', change);
      expect({ status, body }).toEqual({ status: 400, body: error(`bad request body: ${tail}`, 400) });
    });

    test.each(['GET', 'POST', 'PATCH', 'DELETE'])('%s of one that is not there', async (method) => {
      const { status, body } = await ask(method, '/proxies/redis/toxics/nobody', 'rubbish');
      expect({ status, body }).toEqual({ status: 404, body: error('toxic not found', 404) });
    });

    test('a stopped proxy takes toxics too', async () => {
      await ask('POST', '/proxies/redis', { enabled: false });
      expect((await add(ask, { type: 'latency' })).status).toBe(200);
    });
  });
}
