/** What `/metrics` says of the bytes of proxies, where a server was started with `-proxy-metrics`. */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askerOf, type Ask } from '../control-client.js';
import { readBytes } from '../proxied.js';
import type { SuiteServer } from './suite.js';

const HANDLER = `# HELP promhttp_metric_handler_errors_total Total number of internal errors encountered by the promhttp metric handler.
# TYPE promhttp_metric_handler_errors_total counter
promhttp_metric_handler_errors_total{cause="encoding"} 0
promhttp_metric_handler_errors_total{cause="gathering"} 0
`;

export function metricsCases(start: () => Promise<SuiteServer>): void {
  let server: SuiteServer = { url: '', close: () => Promise.resolve() };
  let echo: Server;
  const ask: Ask = (...what) => askerOf(server.url)(...what);

  beforeAll(async () => {
    server = await start();
    echo = createServer((socket) => socket.on('error', () => undefined).pipe(socket)).listen(0, '127.0.0.1');
    await once(echo, 'listening');
  });
  afterAll(async () => {
    echo.close();
    await server.close();
  });

  const create = async (name: string, upstream: string): Promise<string> => {
    const { json } = await ask('POST', '/proxies', { name, listen: '127.0.0.1:0', upstream });
    return (json as { readonly listen: string }).listen;
  };

  test('a proxy through which nothing went is not told', async () => {
    await create('idle', '127.0.0.1:1');
    const { status, body, headers } = await ask('GET', '/metrics');
    expect({ status, body }).toEqual({ status: 200, body: HANDLER });
    expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8; escaping=underscores');
    expect(headers['x-toxiproxy-request-id']).toMatch(/^[0-9a-v]{20}$/);
    await ask('DELETE', '/proxies/idle');
    expect((await ask('GET', '/metrics')).body).toBe(HANDLER);
  });

  test('bytes are told by proxy, place and direction, as Go prints numbers, and outlive the proxy', async () => {
    const upstream = `127.0.0.1:${(echo.address() as AddressInfo).port}`;
    const listen = await create('a"b\\', upstream);
    const [host = '', port] = listen.split(':');
    const socket = connect({ host, port: Number(port) });
    const back = readBytes(socket, 1_234_567);
    socket.write(Buffer.alloc(1_234_567));
    await back;
    socket.end();
    const row = (counted: string, direction: string): string =>
      `toxiproxy_proxy_${counted}_bytes_total{direction="${direction}",listener="${listen}",proxy="a\\"b\\\\",upstream="${upstream}"} 1.234567e+06\n`;
    const family = (counted: string): string =>
      [
        `# HELP toxiproxy_proxy_${counted}_bytes_total \n`,
        `# TYPE toxiproxy_proxy_${counted}_bytes_total counter\n`,
        ...['downstream', 'upstream'].map((direction) => row(counted, direction)),
      ].join('');
    const told = HANDLER + family('received') + family('sent');
    // The original counts once a connection is over.
    await expect.poll(async () => (await ask('GET', '/metrics')).body, { timeout: 5_000 }).toBe(told);
    expect((await ask('DELETE', '/proxies/a%22b%5C')).status).toBe(204);
    expect((await ask('GET', '/metrics')).body).toBe(told);
  });
}
