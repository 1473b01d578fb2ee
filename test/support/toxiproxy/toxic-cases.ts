import { beforeEach, describe, expect, test } from 'vitest';
import type { Ask } from '../control-client.js';
import { add, create, error } from './calls.js';

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

export function toxicCases(ask: Ask): void {
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
