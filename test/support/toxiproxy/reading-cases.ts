/** Bodies, read as the original reads them, slips and all. */
import { describe, expect, test } from 'vitest';
import type { Ask } from '../control-client.js';
import { error } from './calls.js';

export function readingCases(ask: Ask): void {
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
