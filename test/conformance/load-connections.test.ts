import { afterEach, expect, it } from 'vitest';
import { Connections } from '../../src/run/load/connections.js';
import { serveApp, type App } from '../support/app.js';

let app: App | null = null;
afterEach(() => app?.close());

it.each([
  [200, 1],
  [404, 1],
  [500, 2],
])(
  'after two answers with %i there were %d connections: whoever failed may close its own',
  async (status, count) => {
    const seen = new Set<object>();
    app = await serveApp((request, response) => {
      seen.add(request.socket);
      response.writeHead(status).end('{}');
    });
    const connections = new Connections(app.url);
    await answered(connections);
    await answered(connections);
    await connections.close();
    expect(seen.size).toBe(count);
  },
);

function answered(connections: Connections): Promise<void> {
  return new Promise((resolve, reject) => {
    connections.send(
      { method: 'GET', path: '/', headers: {}, body: null },
      { head: () => undefined, body: () => undefined, end: resolve, fail: reject },
    );
  });
}
