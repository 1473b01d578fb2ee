/** Our own share of every latency: the same engine against a server of ours that answers at once. */
import { createServer, type Server } from 'node:http';
import { invariant } from '../../kit/invariant.js';
import { rankOf } from '../../kit/statistics.js';
import type { Plan } from '../../model/plan.js';
import type { Journey } from '../../model/scenario.js';
import type { Millis } from '../../model/units.js';
import { startOpen } from './open.js';

export interface Floor {
  readonly p50: Millis;
  readonly p99: Millis;
}

const PER_SECOND = 1_000;
/** Code that has just been loaded is slow. */
const WARM_UP: Millis = 600;
const MEASURED: Millis = 1_000;
/** Whoever got no answer in time would be missing among the slowest. */
const MOST_MISSING = 0.005;

/**
 * Takes less than two seconds; null where too few were answered to say. Latency counts from when a
 * request was due, as in a run.
 */
export async function measureFloor(): Promise<Floor | null> {
  const server = createServer((request, response) => {
    request.resume();
    response.end('{"answer":""}');
  });
  const target = await listen(server);
  try {
    return await measure(target);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

async function measure(target: URL): Promise<Floor | null> {
  const began = performance.now();
  const latencies: Millis[] = [];
  const load = startOpen({
    plan: PLAN,
    target,
    clock: { now: () => performance.now() - began },
    inbounds: {
      opened: () => undefined,
      ended: () => undefined,
      withToken: () => [],
      journeyOf: () => JOURNEY.name,
    },
    findMinted: () => null,
    signal: new AbortController().signal,
    onResponse: ({ due, ended, end }) => {
      if (due >= WARM_UP && end === 'complete') latencies.push(ended - due);
    },
  });
  await load.done;
  // A machine that is busy with something else says nothing of us.
  if (latencies.length < ((PER_SECOND * MEASURED) / 1_000) * (1 - MOST_MISSING)) return null;
  latencies.sort((a, b) => a - b);
  return { p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99) };
}

function quantile(sorted: readonly Millis[], share: number): Millis {
  const value = sorted[rankOf(share, sorted.length) - 1];
  invariant(value !== undefined, 'our own server has not answered us');
  return value;
}

async function listen(server: Server): Promise<URL> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  invariant(typeof address === 'object' && address !== null, 'a server on a port has an address');
  return new URL(`http://127.0.0.1:${address.port}`);
}

const JOURNEY: Journey = {
  name: 'floor',
  request: {
    method: 'POST',
    path: '/',
    headers: {},
    body: { kind: 'json', value: { question: '{{prompt}}' } },
  },
  needsModel: false,
  answer: { at: '', survives: 'none', part: false, schema: null },
  stream: { format: 'none' },
  degraded: [],
  error: { at: '', codes: [] },
  queued: null,
  effects: null,
  deadline: 1_000,
  patience: 1_000,
  weight: 1,
  traffic: 1,
};

const PLAN: Plan = {
  format: 1,
  scenario: { name: 'floor', title: '', story: '', sources: [], hash: '' },
  seed: 1,
  inputs: { quick: false, capacity: null },
  upstreams: [],
  journeys: [JOURNEY],
  prompts: { pool: 0, repeat: 0 },
  phases: [
    {
      name: 'floor',
      role: 'baseline',
      opens: 0,
      closes: WARM_UP + MEASURED,
      load: { kind: 'open', rate: { kind: 'per-second', value: PER_SECOND }, arrivals: 'constant' },
    },
  ],
  windows: [],
  proxies: [],
  network: [],
  cohorts: [],
  delays: 'thrifty',
  arrivals: { kind: 'open', rule: 'constant', count: 0, hash: '' },
  expect: [],
  abort: [],
  limits: { drain: 350, bodyBytes: 1_000, inbounds: 10_000, attempts: 0, openSockets: 1_000 },
};
