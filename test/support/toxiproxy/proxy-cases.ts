import { describe, expect, test } from 'vitest';
import type { Ask } from '../control-client.js';
import { add, create, error, listenOf } from './calls.js';

export function proxyCases(ask: Ask): void {
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
