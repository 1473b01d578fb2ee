import { describe, expect, test } from 'vitest';
import type { Ask, Heard } from '../control-client.js';
import { add, create, listenOf, PROXY } from './calls.js';

export function populateCases(ask: Ask): void {
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
