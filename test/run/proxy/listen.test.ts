import { describe, expect, test } from 'vitest';
import { resolveListen } from '../../../src/run/proxy/listen.js';

describe('addresses to listen on', () => {
  test.each([
    ['', null, 0, ':0'],
    [':8080', null, 8080, ':8080'],
    ['0.0.0.0:8080', null, 8080, '0.0.0.0:8080'],
    ['[::]:8080', null, 8080, '[::]:8080'],
    ['127.0.0.1:', '127.0.0.1', 0, '127.0.0.1:0'],
    ['127.0.0.1:http', '127.0.0.1', 80, '127.0.0.1:80'],
    ['[::1]:8080', '::1', 8080, '[::1]:8080'],
    ['localhost:26379', '127.0.0.1', 26_379, '127.0.0.1:26379'],
  ])('%s is read as Go reads it', async (listen, host, port, text) => {
    expect(await resolveListen(listen)).toEqual({ host, port, text });
  });

  test('only a name is looked up', async () => {
    const asked: string[] = [];
    const allOf = (host: string): Promise<[{ address: string; family: number }]> => {
      asked.push(host);
      return Promise.resolve([{ address: '10.0.0.7', family: 4 }]);
    };
    for (const listen of ['localhost:1', 'LOCALHOST:1', '127.0.0.1:1', '[::1]:1', ':1'])
      await resolveListen(listen, allOf);
    expect(asked).toEqual([]);
    expect(await resolveListen('box:1', allOf)).toMatchObject({ host: '10.0.0.7', text: '10.0.0.7:1' });
    expect(asked).toEqual(['box']);
  });

  test.each([
    ['8080', 'address 8080: missing port in address'],
    ['host', 'address host: missing port in address'],
    ['::1:5000', 'address ::1:5000: too many colons in address'],
    ['[::1', "address [::1: missing ']' in address"],
    ['[::1]', 'address [::1]: missing port in address'],
    ['[::1]5:80', 'address [::1]5:80: missing port in address'],
    ['[[::1]:80', "address [[::1]:80: unexpected '[' in address"],
    ['a]:80', "address a]:80: unexpected ']' in address"],
    ['127.0.0.1:99999', 'address 99999: invalid port'],
    ['127.0.0.1:-1', 'address -1: invalid port'],
    ['127.0.0.1:abc', 'lookup tcp/abc: unknown port'],
  ])('%s is refused in the words of Go', async (listen, message) => {
    await expect(resolveListen(listen)).rejects.toThrow(message);
  });
});
