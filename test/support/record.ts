/** Records made by arithmetic: plan, rows and facts that say just what a test needs, and nothing by chance. */
import type {
  AttemptRow,
  ConnectionRow,
  EffectRow,
  ResponseClass,
  ResponseEnd,
  ResponseRow,
} from '../../src/model/event.js';
import type { FaultWindow, Plan, PlannedPhase, ToxicWindow } from '../../src/model/plan.js';
import type { RunFacts, RunRecord } from '../../src/model/record.js';
import type { Gate, Journey, Role, Upstream } from '../../src/model/scenario.js';

export function journeyOf(overrides: Partial<Journey> = {}): Journey {
  return {
    name: 'ask',
    request: { method: 'POST', path: '/ask', headers: {}, body: { kind: 'none' } },
    needsModel: true,
    answer: { at: '/answer', survives: 'words', part: false, schema: null },
    stream: { format: 'none' },
    degraded: [],
    error: { at: '/error', codes: [] },
    queued: null,
    effects: null,
    deadline: 3000,
    patience: 30_000,
    weight: 1,
    traffic: 1,
    ...overrides,
  };
}

export function upstreamOf(name: string, overrides: Partial<Upstream> = {}): Upstream {
  return {
    name,
    provider: 'anthropic',
    model: {
      firstToken: { low: 300, high: 300 },
      tokens: { low: 100, high: 100 },
      speed: { low: 80, high: 80 },
      tools: 'forced',
    },
    capacity: { kind: 'unlimited' },
    quota: { requestsPerMinute: null, tokensPerMinute: null, countsFailures: true },
    port: 0,
    env: {},
    ...overrides,
  };
}

export function phaseOf(name: string, role: Role, opens: number, closes: number): PlannedPhase {
  return {
    name,
    role,
    opens,
    closes,
    load: { kind: 'open', rate: { kind: 'per-second', value: 20 }, arrivals: 'poisson' },
  };
}

export function windowOf(overrides: Partial<FaultWindow> = {}): FaultWindow {
  return {
    id: 'w1',
    phase: 'outage',
    on: 'claude',
    fault: 'status',
    params: { status: 529 },
    share: { from: 1, to: 1, over: 0 },
    schedule: { kind: 'constant' },
    match: { model: null, stream: null, journey: null, header: {}, attempt: null, cohort: null },
    opens: 20_000,
    closes: 60_000,
    release: false,
    optional: false,
    together: null,
    ...overrides,
  };
}

export function toxicWindowOf(overrides: Partial<ToxicWindow> = {}): ToxicWindow {
  return {
    id: 'n1',
    phase: 'outage',
    on: 'claude',
    toxic: 'latency',
    attributes: { latency: 200, jitter: 0 },
    stream: 'downstream',
    toxicity: 1,
    connections: null,
    opens: 20_000,
    closes: 60_000,
    recycle: false,
    optional: false,
    ...overrides,
  };
}

export function gateOf(text: string, overrides: Partial<Gate>): Gate {
  return {
    text,
    measure: 'score',
    quantile: null,
    is: '>=',
    value: 60,
    during: null,
    journey: null,
    upstream: null,
    ...overrides,
  };
}

export const PHASES: readonly PlannedPhase[] = [
  phaseOf('baseline', 'baseline', 0, 20_000),
  phaseOf('outage', 'outage', 20_000, 60_000),
  phaseOf('recovery', 'recovery', 60_000, 100_000),
];

export function planOf(overrides: Partial<Plan> = {}): Plan {
  return {
    format: 1,
    scenario: { name: 'storm', title: 'A storm', story: '', sources: [], hash: 'h' },
    seed: 7421,
    inputs: { quick: false, capacity: null },
    upstreams: [upstreamOf('claude')],
    journeys: [journeyOf()],
    prompts: { pool: 10, repeat: 0 },
    phases: PHASES,
    windows: [windowOf()],
    ...{ proxies: [], network: [], cohorts: [], delays: 'thrifty' },
    arrivals: { kind: 'open', rule: 'poisson', count: 0, hash: 'h' },
    expect: [],
    abort: [],
    limits: { drain: 10_000, bodyBytes: 1e6, inbounds: 1e6, attempts: 1e6, openSockets: 1e4 },
    ...overrides,
  };
}

export function factsOf(plan: Plan, overrides: Partial<RunFacts> = {}): RunFacts {
  return {
    format: 1,
    brownout: '0.0.0',
    startedAt: '2026-01-01T00:00:00.000Z',
    seed: plan.seed,
    subject: { name: 'support-bot', url: 'http://127.0.0.1:1', start: null, died: null },
    machine: { node: 'v20', platform: 'linux', cores: 2, memoryMb: 4096 },
    routing: [],
    trapped: [],
    windows: plan.windows.map(({ id }) => ({ window: id, calls: 9, matched: 9, fired: 9, otherModels: [] })),
    network: [],
    counts: {
      scheduled: 0,
      complete: 0,
      aborted: 0,
      refused: 0,
      reset: 0,
      deadline: 0,
      censored: 0,
      unsent: 0,
      attempts: 0,
      joined: 0,
    },
    floor: null,
    calibration: null,
    checks: [],
    ending: { kind: 'completed' },
    lastWords: [],
    ...overrides,
  };
}

export interface Parts {
  readonly plan?: Partial<Plan>;
  readonly facts?: Partial<RunFacts>;
  readonly responses?: readonly ResponseRow[];
  readonly attempts?: readonly AttemptRow[];
  readonly connections?: readonly ConnectionRow[];
  readonly effects?: readonly EffectRow[];
}

export function recordOf(parts: Parts = {}): RunRecord {
  const plan = planOf(parts.plan);
  return {
    plan,
    facts: factsOf(plan, parts.facts),
    responses: parts.responses ?? [],
    attempts: parts.attempts ?? [],
    connections: parts.connections ?? [],
    toxics: [],
    phases: [],
    windows: [],
    notes: [],
    self: [],
    effects: parts.effects ?? [],
  };
}

const ENDS: Partial<Record<ResponseClass, ResponseEnd>> = { hang: 'deadline', reset: 'reset' };
const STATUS: Partial<Record<ResponseClass, number | null>> = {
  'honest-error': 503,
  'raw-error': 529,
  reset: null,
  hang: null,
};

export function response(
  row: Partial<ResponseRow> & { readonly inbound: number; readonly due: number },
): ResponseRow {
  const got = row.class ?? 'full';
  const phase = PHASES.find(({ opens, closes }) => row.due >= opens && row.due < closes)?.name ?? 'recovery';
  return {
    kind: 'response',
    journey: 'ask',
    phase,
    sent: row.due,
    firstByte: null,
    firstContent: null,
    ended: row.due + (got === 'hang' ? 30_000 : 1000),
    end: ENDS[got] ?? 'complete',
    status: STATUS[got] === undefined ? 200 : STATUS[got],
    class: got,
    from: got === 'full' ? 'claude' : null,
    bytes: 100,
    marked: false,
    age: null,
    why: null,
    cohort: null,
    ...row,
  };
}

export function attempt(
  row: Partial<AttemptRow> & {
    readonly id: number;
    readonly inbound: number | null;
    readonly started: number;
  },
): AttemptRow {
  const outcome = row.outcome ?? 'ok';
  return {
    kind: 'attempt',
    also: [],
    call: row.inbound ?? 0,
    upstream: 'claude',
    ordinal: 1,
    ended: row.started + 100,
    endedBy: 'mock',
    outcome,
    status: outcome === 'ok' ? 200 : 529,
    faults: [],
    retryAfter: null,
    model: 'm',
    tokensIn: 50,
    tokensOut: outcome === 'ok' ? 100 : 0,
    firstToken: null,
    retryCount: null,
    body: null,
    gateway: null,
    ...row,
  };
}

/** What one user got, and what it took. */
export interface Played {
  readonly class: ResponseClass;
  readonly latency: number;
  readonly attempts: readonly Tried[];
  readonly end?: ResponseEnd;
}

export interface Tried {
  readonly upstream?: string;
  /** Since the request was due. */
  readonly after: number;
  readonly took: number;
  readonly outcome: AttemptRow['outcome'];
  readonly retryAfter?: number | null;
  readonly tokensOut?: number;
}

export const HEALTHY: Played = {
  class: 'full',
  latency: 1000,
  attempts: [{ after: 0, took: 1000, outcome: 'ok' }],
};

/** One request every 50 ms (20 a second), each played as told; what isn't told is healthy. */
export function playRecord(
  play: (phase: string, index: number, due: number) => Played | null,
  parts: Parts & { readonly every?: number } = {},
): RunRecord {
  const phases = parts.plan?.phases ?? PHASES;
  const responses: ResponseRow[] = [];
  const attempts: AttemptRow[] = [];
  const every = parts.every ?? 50;
  for (const phase of phases) {
    for (let due = phase.opens, index = 0; due < phase.closes; due += every, index += 1) {
      const played = play(phase.role, index, due) ?? HEALTHY;
      const inbound = responses.length;
      responses.push(answerOf(played, inbound, due, phase.name));
      attempts.push(...attemptsOf(played, inbound, due, attempts.length));
    }
  }
  return recordOf({ ...parts, responses, attempts });
}

function answerOf(played: Played, inbound: number, due: number, phase: string): ResponseRow {
  return response({
    inbound,
    due,
    phase,
    class: played.class,
    ended: due + played.latency,
    firstContent: due + played.latency,
    from: played.class === 'full' ? 'claude' : played.class === 'alt' ? 'gpt' : null,
    ...(played.end === undefined ? {} : { end: played.end }),
  });
}

function attemptsOf(played: Played, inbound: number, due: number, firstId: number): readonly AttemptRow[] {
  const ordinals = new Map<string, number>();
  return played.attempts.map((tried, index) => {
    const upstream = tried.upstream ?? 'claude';
    const ordinal = (ordinals.get(upstream) ?? 0) + 1;
    ordinals.set(upstream, ordinal);
    return attempt({
      id: firstId + index,
      inbound,
      upstream,
      ordinal,
      started: due + tried.after,
      ended: due + tried.after + tried.took,
      outcome: tried.outcome,
      retryAfter: tried.retryAfter ?? null,
      tokensOut: tried.tokensOut ?? (tried.outcome === 'ok' ? 100 : 0),
      faults: tried.outcome === 'ok' ? [] : ['w1'],
    });
  });
}

/** So many failed tries, one after the other without a pause, each taking `took`. */
export function failing(tries: number, took = 40, upstream = 'claude'): readonly Tried[] {
  return Array.from({ length: tries }, (_, index) => ({
    upstream,
    after: index * took,
    took,
    outcome: 'http-error' as const,
  }));
}
