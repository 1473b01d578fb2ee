/** Plans made by arithmetic, for worlds whose answers are known beforehand. */
import { drawSchedule, scheduleHash } from '../../catalog/arrivals/draw.js';
import { faultByKind } from '../../catalog/faults/shelf.js';
import { invariant } from '../../kit/invariant.js';
import type { Cohort, FaultWindow, Plan, PlannedPhase, ToxicWindow } from '../../model/plan.js';
import type {
  Capacity,
  Effects,
  Journey,
  Quota,
  Role,
  ToxicAttributes,
  Upstream,
} from '../../model/scenario.js';
import type { Json, Millis, Range, Ratio } from '../../model/units.js';

export interface Shape {
  readonly title: string;
  readonly seed: number;
  /** Users a second. */
  readonly rate: number;
  readonly baseline: Millis;
  readonly outage: Millis;
  readonly recovery: Millis;
  readonly faults: readonly Hurt[];
  readonly capacity?: Capacity;
  readonly quota?: Quota;
  readonly streamed?: boolean;
  readonly patience?: Millis;
  readonly upstreams?: 1 | 2;
  readonly firstToken?: Range;
  readonly drain?: Millis;
  /** The model takes no time at all, so that nothing is under way when a fault begins. */
  readonly instant?: boolean;
  readonly cohort?: CohortShape;
  /** So many questions, asked again and again, so that there is something to save. */
  readonly questions?: number;
  /** The app keeps books, which are read back. */
  readonly writes?: boolean;
  /** What hurts the connections to the first provider in the outage; only sockets have them. */
  readonly network?: ToxicShape;
}

export interface ToxicShape {
  readonly toxic: string;
  readonly attributes: ToxicAttributes;
}

export interface Hurt {
  readonly fault: string;
  readonly params: Json;
  readonly share?: Ratio;
  /** Where it lies in the outage; all of it where nothing is said. */
  readonly for?: Millis;
  readonly release?: boolean;
  /** Only so many calls, the first ones. */
  readonly first?: number;
  readonly on?: 'primary' | 'secondary';
}

/** Users who all come as the outage begins, and are failed together so much later. */
export interface CohortShape {
  readonly size: number;
  readonly hold: Millis;
  readonly fault: string;
  readonly params: Json;
}

const DEADLINE: Millis = 3_000;
const BOOKS: Effects = {
  readBack: { method: 'GET', path: '/notes?text={{id}}', headers: {}, body: { kind: 'none' } },
  count: '/notes',
};
const UNMETERED: Quota = { requestsPerMinute: null, tokensPerMinute: null, countsFailures: true };

export function knownPlan(shape: Shape): Plan {
  const phases = phasesOf(shape);
  const first = phases.find(({ role }) => role === 'outage')?.opens ?? 0;
  const journeys = [journeyOf(shape)];
  const drawable = { seed: shape.seed, phases, journeys, prompts: promptsOf(shape) };
  const schedule = drawSchedule(drawable);
  const cohorts = cohortsOf(shape, first, schedule.count);
  return {
    format: 1,
    scenario: { name: 'known-answer', title: shape.title, story: '', sources: [], hash: shape.title },
    inputs: { quick: false, capacity: null },
    ...drawable,
    upstreams: upstreamsOf(shape),
    windows: windowsOf(shape, first),
    proxies: [],
    network: networkOf(shape, first),
    cohorts,
    delays: 'thrifty',
    arrivals: { kind: 'open', rule: 'poisson', count: schedule.count, hash: scheduleHash(schedule) },
    expect: [],
    abort: [],
    limits: {
      drain: shape.drain ?? 35_000,
      bodyBytes: 1_000_000,
      inbounds: 10_000_000,
      attempts: 100_000_000,
      openSockets: 1_000_000,
    },
  };
}

function phasesOf({ rate, baseline, outage, recovery }: Shape): readonly PlannedPhase[] {
  const load = { kind: 'open', rate: { kind: 'per-second', value: rate }, arrivals: 'poisson' } as const;
  const lengths: readonly (readonly [Role, Millis])[] = [
    ['baseline', baseline],
    ['outage', outage],
    ['recovery', recovery],
  ];
  let opens = 0;
  return lengths
    .filter(([, length]) => length > 0)
    .map(([role, length]) => {
      const phase = { name: role, role, opens, closes: opens + length, load };
      opens += length;
      return phase;
    });
}

function promptsOf({ questions }: Shape): Plan['prompts'] {
  return questions === undefined ? { pool: 0, repeat: 0 } : { pool: questions, repeat: 1 };
}

/** As `src/demo/by-policy.ts` takes it on sockets. */
function journeyOf({ streamed = false, patience = 30_000, writes = false }: Shape): Journey {
  return {
    name: 'ask',
    request: {
      method: 'POST',
      path: streamed ? '/stream' : '/ask',
      headers: {},
      body: { kind: 'json', value: { question: '{{prompt}}' } },
    },
    needsModel: true,
    answer: { at: '/answer', survives: 'words', part: false, schema: null },
    stream: streamed
      ? { format: 'sse', text: '/token', done: '[DONE]', error: { event: 'error', at: null } }
      : { format: 'none' },
    degraded: [{ kind: 'header', name: 'x-degraded', value: null }],
    error: { at: '/error/code', codes: [] },
    queued: { status: 202, poll: '/at', done: '/answer', failed: null, within: 600_000 },
    effects: writes ? BOOKS : null,
    deadline: DEADLINE,
    patience,
    weight: 1,
    traffic: 1,
  };
}

function upstreamsOf(shape: Shape): readonly Upstream[] {
  const { instant = false } = shape;
  const firstToken = instant ? { low: 0, high: 0 } : (shape.firstToken ?? { low: 240, high: 360 });
  const speed = instant ? 1e9 : 80;
  const model = {
    firstToken,
    tokens: { low: 60, high: 60 },
    speed: { low: speed, high: speed },
    tools: 'forced',
  } as const;
  const primary: Upstream = {
    name: 'primary',
    provider: 'anthropic',
    model,
    capacity: shape.capacity ?? { kind: 'unlimited' },
    quota: shape.quota ?? UNMETERED,
    port: 0,
    env: {},
  };
  const secondary: Upstream = {
    name: 'secondary',
    provider: 'openai',
    model,
    port: 0,
    env: {},
    capacity: { kind: 'unlimited' },
    quota: UNMETERED,
  };
  return shape.upstreams === 2 ? [primary, secondary] : [primary];
}

const EVERYBODY = { model: null, stream: null, journey: null, header: {}, attempt: null, cohort: null };

function windowsOf(shape: Shape, first: Millis): readonly FaultWindow[] {
  const windows = shape.faults.map((hurt, index): FaultWindow => ({
    ...windowOf(hurt, first, hurt.for ?? shape.outage),
    id: `w${index + 1}`,
    match: EVERYBODY,
    together: null,
  }));
  const { cohort } = shape;
  if (cohort === undefined) return windows;
  const own: FaultWindow = {
    ...windowOf(cohort, first, cohort.hold),
    id: `w${windows.length + 1}`,
    match: { ...EVERYBODY, cohort: 'c1', attempt: { from: 1, to: 1 } },
    together: first + cohort.hold,
  };
  return [...windows, own];
}

function networkOf({ network, outage }: Shape, opens: Millis): readonly ToxicWindow[] {
  if (network === undefined) return [];
  return [
    {
      id: 'n1',
      phase: 'outage',
      on: 'primary',
      ...network,
      stream: 'downstream',
      toxicity: 1,
      opens,
      closes: opens + outage,
      connections: null,
      recycle: false,
      optional: false,
    },
  ];
}

function windowOf(hurt: Hurt, opens: Millis, length: Millis): Omit<FaultWindow, 'id' | 'match' | 'together'> {
  const share = hurt.share ?? 1;
  return {
    phase: 'outage',
    on: hurt.on ?? 'primary',
    fault: hurt.fault,
    params: parsed(hurt.fault, hurt.params),
    share: { from: share, to: share, over: 0 },
    schedule: hurt.first === undefined ? { kind: 'constant' } : { kind: 'first', calls: hurt.first },
    opens,
    closes: opens + length,
    release: hurt.release ?? false,
    optional: false,
  };
}

/** As a plan keeps them: read by the fault's own schema. */
function parsed(kind: string, params: Json): Json {
  const fault = faultByKind(kind);
  invariant(fault !== undefined, `no fault is called ${kind}`);
  // What a schema of a fault gives is what a plan holds, and plans are JSON.
  return fault.params.parse(params) as Json;
}

function cohortsOf({ cohort }: Shape, opens: Millis, ordinary: number): readonly Cohort[] {
  if (cohort === undefined) return [];
  return [
    {
      id: 'c1',
      phase: 'outage',
      on: 'primary',
      journey: 'ask',
      size: cohort.size,
      opens,
      within: 20,
      fails: opens + cohort.hold,
      firstInbound: ordinary,
    },
  ];
}
