/** A plan with mocks and nothing else, and who asks them. */
import { mintToken } from '../../src/catalog/answers/token.js';
import { faultByKind } from '../../src/catalog/faults/shelf.js';
import { randomOf } from '../../src/kit/random.js';
import type { AttemptRow } from '../../src/model/event.js';
import type { FaultWindow, Plan } from '../../src/model/plan.js';
import type { Upstream } from '../../src/model/scenario.js';
import type { Clock } from '../../src/model/units.js';
import type { MockOptions, OpenInbounds } from '../../src/run/contract.js';
import { upstreamOf } from './record.js';

export const SEED = 7;

/** One that answers at once. */
export function upstream(changes: Partial<Upstream> = {}): Upstream {
  const model: Upstream['model'] = {
    firstToken: { low: 0, high: 0 },
    tokens: { low: 20, high: 20 },
    speed: { low: 1e9, high: 1e9 },
    tools: 'forced',
  };
  return upstreamOf('claude', { model, ...changes });
}

/** Open for the first hour, on every call, unless it is said otherwise. */
export function window(fault: string, params: object, changes: Partial<FaultWindow> = {}): FaultWindow {
  const schema = faultByKind(fault)?.params;
  return {
    id: 'w1',
    phase: 'outage',
    on: 'claude',
    fault,
    params: schema?.parse(params) as FaultWindow['params'],
    share: { from: 1, to: 1, over: 0 },
    schedule: { kind: 'constant' },
    match: { model: null, stream: null, journey: null, header: {}, attempt: null, cohort: null },
    opens: 0,
    closes: 3_600_000,
    release: false,
    optional: false,
    together: null,
    ...changes,
  };
}

export function planOf(upstreams: readonly Upstream[], windows: readonly FaultWindow[] = []): Plan {
  return {
    format: 1,
    scenario: { name: 'mocks', title: '', story: '', sources: [], hash: '' },
    seed: SEED,
    inputs: { quick: false, capacity: null },
    upstreams,
    journeys: [],
    prompts: { pool: 1, repeat: 0 },
    phases: [],
    windows,
    ...{ proxies: [], network: [], cohorts: [], delays: 'thrifty' },
    arrivals: { kind: 'closed' },
    expect: [],
    abort: [],
    limits: { drain: 0, bodyBytes: 1, inbounds: 1, attempts: 1, openSockets: 1 },
  };
}

/** Every inbound asks a question of its own. */
export function tokenOf(inbound: number): string {
  return mintToken(randomOf(SEED).at('question', inbound));
}

export function askersOf(count: number): OpenInbounds {
  const byToken = new Map(Array.from({ length: count }, (_, inbound) => [tokenOf(inbound), [inbound]]));
  return {
    opened: () => undefined,
    ended: () => undefined,
    withToken: (token) => byToken.get(token) ?? [],
    journeyOf: (inbound) => (inbound % 2 === 0 ? 'ask' : 'stream'),
  };
}

export interface Mocking {
  readonly options: MockOptions;
  readonly rows: AttemptRow[];
}

export function mocking(
  plan: Plan,
  changes: Partial<MockOptions> & { readonly clock?: Clock } = {},
): Mocking {
  const rows: AttemptRow[] = [];
  const start = performance.now();
  const options: MockOptions = {
    plan,
    clock: { now: () => performance.now() - start },
    inbounds: askersOf(200),
    bind: '127.0.0.1',
    advertise: null,
    limits: 'as-planned',
    onAttempt: (row) => rows.push(row),
    ...changes,
  };
  return { options, rows };
}
