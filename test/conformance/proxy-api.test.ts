import { describe, expect, test } from 'vitest';
import { startProxyServer } from '../../src/run/proxy/server.js';
import { metricsCases } from '../support/toxiproxy/metrics-cases.js';
import { toxiproxySuite } from '../support/toxiproxy/suite.js';

const clock = { now: () => performance.now() };

describe('our Toxiproxy is one', () => {
  toxiproxySuite(() => startProxyServer({ host: '127.0.0.1', port: 0, seed: 1, clock }));
});

describe('our metrics of proxies are those of a Toxiproxy', () => {
  metricsCases(() =>
    startProxyServer({
      ...{ host: '127.0.0.1', port: 0, seed: 1, clock },
      metrics: { proxies: true, runtime: false },
    }),
  );
});

test('it goes by an address, which every client reaches, not by a name', async () => {
  const server = await startProxyServer({ host: 'localhost', port: 0, seed: 1, clock });
  expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  await server.close();
});
