/** Runs with faults of the network, against an app that asks one model and one dependency over TCP. */
import { mkdtemp, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ResponseRow } from '../../src/model/event.js';
import type { Plan } from '../../src/model/plan.js';
import type { RunRecord } from '../../src/model/record.js';
import { conduct } from '../../src/run/conductor/conduct.js';
import type { Sighting } from '../../src/run/conductor/observe.js';
import { planOf } from './attached-run.js';
import { specOf, workshop } from './subjects.js';

/** Its variables: KEEP (connections are kept alive), RETRIES (each after the same 150 ms), DB (host:port), IDLE (one connection to DB is greeted once, kept, and never used). */
const APP = `
import { Agent, createServer, request } from 'node:http';
import { connect } from 'node:net';
const agent = new Agent({ keepAlive: process.env.KEEP === 'yes' });
const url = process.env.ANTHROPIC_BASE_URL + '/v1/messages';
const headers = { 'content-type': 'application/json', 'x-api-key': 'x', 'anthropic-version': '2023-06-01' };
const ask = (question) => new Promise((resolve, reject) => {
  const body = JSON.stringify({ model: 'm', max_tokens: 50, messages: [{ role: 'user', content: question }] });
  const call = request(url, { method: 'POST', headers, agent }, (answer) => {
    let text = '';
    answer.on('data', (piece) => (text += piece));
    answer.on('error', reject);
    answer.on('end', () => answer.statusCode === 200 ? resolve(JSON.parse(text)) : reject(new Error(text)));
  });
  call.on('error', reject);
  call.end(body);
});
const retried = async (question, left) => {
  try {
    return await ask(question);
  } catch (error) {
    if (left === 0) throw error;
    await new Promise((next) => setTimeout(next, 150));
    return retried(question, left - 1);
  }
};
const row = () => new Promise((resolve, reject) => {
  const [host, port] = process.env.DB.split(':');
  const socket = connect(Number(port), host, () => socket.write('ping'));
  socket.setTimeout(2_000, () => socket.destroy(new Error('late')));
  socket.on('error', reject);
  socket.on('close', () => reject(new Error('closed')));
  socket.on('data', (said) => { resolve(String(said)); socket.destroy(); });
});
if (process.env.IDLE === 'yes') {
  const [host, port] = process.env.DB.split(':');
  const idle = connect(Number(port), host, () => idle.write('ping'));
  idle.on('error', () => undefined);
  idle.on('data', () => undefined);
}
createServer(async (asked, answer) => {
  if (asked.url === '/') return answer.end('ready');
  let body = '';
  for await (const piece of asked) body += piece;
  try {
    const found = asked.url === '/row'
      ? { row: await row() }
      : { answer: (await retried(JSON.parse(body).question, Number(process.env.RETRIES ?? 0))).content[0].text };
    answer.end(JSON.stringify(found));
  } catch {
    answer.writeHead(503).end(JSON.stringify({ error: { code: 'busy' } }));
  }
}).listen(Number(process.env.PORT), '127.0.0.1');
`;

export const ASK = {
  request: { method: 'POST', path: '/ask', json: { question: '{{prompt}}' } },
  answer: { at: '/answer' },
  error: { at: '/error/code' },
  deadline: '1s',
};

export const ROW = {
  ...ASK,
  request: { ...ASK.request, path: '/row' },
  answer: { at: '/row' },
  needsModel: false,
};

/** What happens in an outage of 2 s, between a baseline and a recovery of 1.5 s each. */
export function scenarioOf(outage: object, changes: object = {}): object {
  return {
    ...{ name: 'short', title: 'A short outage of the network', story: 'For a test.' },
    sources: ['https://example.com'],
    upstreams: {
      claude: { provider: 'anthropic', model: { firstToken: '5ms', tokens: 5, speed: '1000/s' } },
    },
    journeys: { ask: ASK },
    load: { rate: '20/s' },
    phases: { baseline: { for: '1500ms' }, outage: { for: '2s', ...outage }, recovery: { for: '1500ms' } },
    ...changes,
  };
}

export interface NetworkRun {
  readonly scenario: object;
  readonly seed?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly toxiproxy?: string;
  readonly signal?: AbortSignal;
  readonly observe?: (sighting: Sighting) => void;
}

export interface Runner {
  play(wanted: NetworkRun): Promise<RunRecord>;
  readonly folder: string;
  /** The command that starts the app. */
  readonly start: string;
  readonly db: Dependency;
  close(): Promise<void>;
}

export async function networkRunner(): Promise<Runner> {
  const shop = await workshop();
  const runs = await mkdtemp(join(tmpdir(), 'brownout-network-'));
  const start = await shop.program('app', APP);
  const db = await dependency();
  let number = 0;
  return {
    folder: shop.folder,
    start,
    db,
    play: async ({ scenario, seed = 1, env = {}, toxiproxy = null, signal, observe }) => {
      number += 1;
      const plan: Plan = planOf(scenario, seed);
      return conduct({
        plan,
        subject: specOf({ start, cwd: shop.folder, env }),
        ...{ subjectName: 'app', version: 'test', iOwnThisTarget: false, floor: { p50: 0, p99: 0 } },
        folder: join(runs, `run${number}`),
        signal: signal ?? new AbortController().signal,
        ...{ bind: '127.0.0.1', advertise: null },
        toxiproxy,
        observe: observe ?? (() => undefined),
      });
    },
    close: async () => {
      await shop.close();
      await rm(runs, { recursive: true, force: true });
      await db.close();
    },
  };
}

export interface Dependency {
  /** `host:port` */
  readonly address: string;
  /** As a config says it. */
  readonly proxies: object;
  close(): Promise<void>;
}

/** Answers whatever it is told, at once. */
async function dependency(): Promise<Dependency> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', () => socket.write('pong'));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const address = `127.0.0.1:${port}`;
  return {
    address,
    proxies: { db: { upstream: address, env: { DB: '{{host}}:{{port}}' } } },
    close: async () => {
      server.close();
      await once(server, 'close');
    },
  };
}

/** Users who asked and were answered well within the phase: what spans an edge shows neither side. */
export function inside(record: RunRecord, phase: string, journey = 'ask'): readonly ResponseRow[] {
  const { opens, closes } = record.plan.phases.find(({ name }) => name === phase) ?? { opens: 0, closes: 0 };
  return record.responses.filter(
    (row) =>
      row.phase === phase &&
      row.journey === journey &&
      row.cohort === null &&
      row.due > opens + 200 &&
      row.due < closes - 600,
  );
}

/** How long the luckiest of them waited: no load of this machine makes that shorter. */
export function shortest(rows: readonly ResponseRow[]): number {
  return Math.min(...rows.map(({ due, ended }) => ended - due));
}

export function classes(rows: readonly ResponseRow[]): Set<string> {
  return new Set(rows.map((row) => row.class));
}
