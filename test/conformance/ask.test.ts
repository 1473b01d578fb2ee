import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { ask } from '../../src/run/conductor/preflight/ask.js';
import { askOnce, proveRouting } from '../../src/run/conductor/preflight/preflight.js';
import { openInbounds } from '../../src/run/record/open-inbounds.js';
import { journeyOf, planOf } from '../support/record.js';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

it('a question whose answer never ends is given up after its patience, whatever is collected meanwhile', async () => {
  const endless = createServer((_, response) => {
    const flow = setInterval(() => response.write('x'.repeat(1_000)), 10);
    response.on('close', () => clearInterval(flow));
  });
  const url = await listening(endless);
  const pressure = setInterval(collect, 20);
  const asked = await ask({
    ...{ method: 'GET', url, headers: {}, body: null },
    ...{ patience: 400, signal: new AbortController().signal },
  });
  clearInterval(pressure);
  endless.close();
  expect(asked.failure).toBe('no end in time');
  expect(asked.status).toBe(200);
}, 20_000);

it('an app that says keep-alive itself is asked again on a new connection', async () => {
  // The AI SDK writes this header on each stream of messages.
  const app = createServer((_, response) => response.writeHead(200, { connection: 'keep-alive' }).end('yes'));
  const url = await listening(app);
  const question = { method: 'GET', url, headers: {}, body: null, patience: 5_000 };
  const signal = new AbortController().signal;
  const statuses: (number | null)[] = [];
  for (let time = 0; time < 3; time += 1) statuses.push((await ask({ ...question, signal })).status);
  app.close();
  expect(statuses).toEqual([200, 200, 200]);
}, 20_000);

it('the first question is sent as the load sends it: with a type, and only to the target', async () => {
  const seen: (string | undefined)[] = [];
  const app = createServer((request, response) => {
    seen.push(request.url, request.headers['content-type'], request.headers['user-agent']);
    response.end();
  });
  const url = new URL('app/', await listening(app));
  const text = { kind: 'text', text: '{{id}}' } as const;
  const journey = journeyOf({
    request: { method: 'POST', path: '//127.0.0.1:1/ask', headers: {}, body: text },
  });
  const inbounds = openInbounds({ journeyOf: () => '', remember: 1_000 });
  const signal = new AbortController().signal;
  const { answer } = await askOnce({ plan: planOf(), subject: { url }, inbounds, signal }, journey, 7);
  app.close();
  expect(answer.failure).toBeNull();
  expect(seen).toEqual(['/app//127.0.0.1:1/ask', 'text/plain; charset=utf-8', 'brownout']);
});

it('work that is put off is waited for until it has called the model', async () => {
  const inbounds = openInbounds({ journeyOf: () => '', remember: 1_000 });
  // The app's worker comes to it later, and a mock then looks for whoever asked.
  const app = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      response.writeHead(202).end('{"status_url":"/jobs/1"}');
      setTimeout(() => inbounds.withToken(body), 200);
    });
  });
  const url = await listening(app);
  const request = {
    ...{ method: 'POST', path: '/jobs', headers: {} },
    body: { kind: 'text', text: '{{id}}' } as const,
  };
  const queued = { status: 202, poll: '/status_url', done: '/output', failed: null, within: 20_000 };
  const flight = { plan: planOf(), subject: { url }, inbounds, signal: new AbortController().signal };
  const { token } = await askOnce(flight, journeyOf({ request, queued }), 8);
  app.close();
  expect(inbounds.wasSought(token)).toBe(true);
}, 20_000);

it('an app that answers first and calls then is known to call us', async () => {
  const inbounds = openInbounds({ journeyOf: () => '', remember: 60_000 });
  const app = createServer((request, response) => {
    request.on('data', (body: Buffer) => {
      const token = body.toString();
      setTimeout(() => inbounds.withToken(token), 120);
      response.writeHead(202).end();
    });
  });
  const url = await listening(app);
  const none = new Map<string, never>();
  const mocks = {
    ...{ addresses: none, traps: none, findMinted: () => null, calls: () => 1, sideCalls: () => 0 },
    ...{ trapped: () => [], windows: () => [], openAttempts: () => 0, close: () => Promise.resolve() },
  };
  const subject = { name: 'queue', url, died: new Promise<string>(() => {}), lastWords: () => [] };
  const body = { kind: 'text', text: '{{id}}' } as const;
  const plan = planOf({
    journeys: [journeyOf({ request: { method: 'POST', path: '/ask', headers: {}, body } })],
  });
  const routed = await proveRouting({
    ...{ plan, mocks, inbounds, addresses: none, start: null, signal: new AbortController().signal },
    subject: { ...subject, stop: () => Promise.resolve() },
  });
  app.close();
  expect(routed).toEqual([{ upstream: 'claude', state: 'proven', calls: 1 }]);
}, 20_000);

async function listening(server: Server): Promise<URL> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return new URL(`http://127.0.0.1:${port}/`);
}
