// One server of JSON answers in a process of its own: ours, or one to hold it against.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mintToken } from '../../../dist/catalog/answers/token.js';
import { faultByKind } from '../../../dist/catalog/faults/shelf.js';
import { randomOf } from '../../../dist/kit/random.js';
import { openJournal } from '../../../dist/run/record/journal.js';
import { openInbounds } from '../../../dist/run/record/open-inbounds.js';
import { startMocks } from '../../../dist/run/mock/mocks.js';
import { aimockUrl } from './aimock.mjs';
import { bodyOf, constant, planOf, SEED, windowOf } from './mock-plan.mjs';
import { serveParent } from './processes.mjs';

const { kind, sample } = JSON.parse(process.argv[2]);
const OPEN = 1000;
const PATH = '/v1/chat/completions';
const servers = { brownout, raw, msw, aimock };
serveParent(await servers[kind](), { mb: () => process.memoryUsage.rss() / 1_048_576 });

/** Everything that a run has: 1,000 users waiting, three windows that are drawn, a journal on the disk. */
async function brownout() {
  const folder = mkdtempSync(join(tmpdir(), 'brownout-bench-'));
  const journal = await openJournal({ folder });
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const inbounds = openInbounds({ journeyOf: () => 'ask', remember: 60_000 });
  const tokens = Array.from({ length: OPEN }, (_, inbound) => mintToken(randomOf(SEED).at('bench', inbound)));
  for (const [inbound, token] of tokens.entries()) inbounds.opened(inbound, token, 0);
  const windows = [
    ['status', { status: 529 }],
    ['cut', { after: 5 }],
    ['latency', { by: '100ms' }],
  ].map(([fault, params], index) => {
    const parsed = faultByKind(fault).params.parse(params);
    return windowOf(`w${index + 1}`, fault, parsed, 1e-9);
  });
  const model = { firstToken: constant(0), tokens: constant(60), speed: constant(1e12) };
  const origin = performance.now();
  const mocks = await startMocks({
    plan: planOf(model, windows),
    clock: { now: () => performance.now() - origin },
    inbounds,
    bind: '127.0.0.1',
    advertise: null,
    limits: 'as-planned',
    onAttempt: (row) => journal.attempt(row),
  });
  return { port: mocks.addresses.get('gpt').port, bodies: tokens.map((token) => bodyOf(token)) };
}

/** The yardstick: reads, parses, and gives the bytes that the mock gives. */
async function raw() {
  const { answer, headers } = sample;
  return listen((req, res) => {
    const chunks = [];
    req.on('data', (chunk) => chunks.push(chunk));
    req.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString());
      const text = `${JSON.stringify({ ...answer, model: body.model }, null, 2)}\n`;
      res.writeHead(200, { ...headers, 'content-length': Buffer.byteLength(text) });
      res.end(text);
    });
  });
}

/** As MSW serves over HTTP: a Request for each call, and the bytes of its Response. */
async function msw() {
  const { getResponse, http, HttpResponse } = await import('msw');
  const { answer, headers } = sample;
  const handlers = [
    http.post('http://127.0.0.1/v1/chat/completions', async ({ request }) => {
      const body = await request.json();
      return HttpResponse.json({ ...answer, model: body.model }, { headers });
    }),
  ];
  return listen((req, res) => {
    const chunks = [];
    req.on('data', (chunk) => chunks.push(chunk));
    req.on('end', async () => {
      const request = new Request(`http://127.0.0.1${req.url}`, {
        method: 'POST',
        headers: req.headers,
        body: Buffer.concat(chunks),
      });
      const response = await getResponse(handlers, request);
      const text = Buffer.from(await response.arrayBuffer());
      res.writeHead(response.status, {
        ...Object.fromEntries(response.headers),
        'content-length': text.length,
      });
      res.end(text);
    });
  });
}

async function aimock() {
  const { LLMock } = await import(aimockUrl());
  const mock = new LLMock({ port: 0, host: '127.0.0.1', logLevel: 'silent' });
  mock.onMessage(/./, { content: sample.answer.choices[0].message.content });
  await mock.start();
  return { port: Number(new URL(mock.url).port) };
}

async function listen(onRequest) {
  const server = createServer((req, res) =>
    req.url === PATH ? onRequest(req, res) : res.writeHead(404).end(),
  );
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: server.address().port };
}
