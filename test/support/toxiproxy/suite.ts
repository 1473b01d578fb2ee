/**
 * What every client of a Toxiproxy relies on, asked of a running server: of ours, and of the original by
 * the external tests. All of it must hold for both.
 */
import { createServer, type AddressInfo, type Server } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, beforeEach, describe } from 'vitest';
import { askerOf, type Ask } from '../control-client.js';
import { flowCases } from './flow-cases.js';
import { nodeClientCases } from './node-cases.js';
import { populateCases } from './populate-cases.js';
import { proxyCases } from './proxy-cases.js';
import { readingCases } from './reading-cases.js';
import { toxicCases } from './toxic-cases.js';
import { orderCases, transportCases } from './wire-cases.js';

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
  describe('bytes and ends', () => flowCases(ask));
  describe("the original's client for Node", () => nodeClientCases(() => server.url, echoAddress));
}
