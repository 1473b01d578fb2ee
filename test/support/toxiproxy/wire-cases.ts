/** Routes, headers and failures of the control API, to the letter. */
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { Ask } from '../control-client.js';
import { until } from '../proxied.js';
import { create, error, PROXY } from './calls.js';

export function transportCases(ask: Ask): void {
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

export function orderCases(urlOf: () => string): void {
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
