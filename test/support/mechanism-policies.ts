/**
 * Policies for the app in `mechanism-subject`, and the short outage that each of them is played through: 25 users a
 * second; every policy is an app, and a run, of its own.
 */
export interface Trial {
  readonly policy: Policy;
  /** Of the first provider, by default all the while. */
  readonly faults: readonly object[];
  /** Of the users' questions; by default nobody asks what was asked before. */
  readonly prompts?: { readonly pool: number; readonly repeat: string };
  readonly deadline?: string;
  readonly cohort?: object;
  /** A second journey of the same app, which this share of the users is on: nothing is wrong with its calls. */
  readonly bystanders?: boolean;
}

export interface Policy {
  readonly timeout?: number;
  readonly hedge?: { readonly after: number; readonly cancels: boolean };
  readonly retry?: RetryPolicy;
  /** A second layer of retries around the first. */
  readonly around?: RetryPolicy;
  readonly bulkhead?: { readonly places: number };
  readonly breaker?: { readonly after: number; readonly reset: number };
  readonly second?: { readonly inline: boolean };
  readonly coalescing?: object;
  readonly cache?: { readonly ttl: number; readonly marks: boolean };
  readonly queue?: { readonly places: number; readonly every: number; readonly loses?: number };
}

interface RetryPolicy {
  readonly retries: number;
  readonly first: number;
  readonly factor?: number;
  readonly low?: number;
  readonly retryAfter?: number;
  readonly counts?: boolean;
  readonly budget?: { readonly share: number; readonly spare: number };
}

const down = [{ fault: 'status', status: 500 }];
const slow = [{ fault: 'latency', by: '2s', share: '40%' }];
const breaker = { after: 5, reset: 1200 };
/** First it asks for one second, then for more than users have. */
const asking = [
  { fault: 'status', status: 429, retryAfter: '1s', for: '4s' },
  { fault: 'status', status: 429, retryAfter: '3s', at: '4s' },
];

export const MEMBERS = 60;

export const trials = {
  breaker: { policy: { breaker }, faults: down },
  'breaker for all': {
    policy: { breaker: { after: 3, reset: 30_000 } },
    faults: [{ fault: 'status', status: 500, match: { journey: 'ask' } }],
    bystanders: true,
  },
  bulkhead: { policy: { timeout: 1200, bulkhead: { places: 4 } }, faults: [{ fault: 'hang' }] },
  hedge: { policy: { hedge: { after: 500, cancels: true } }, faults: slow },
  'hedge that pays twice': { policy: { hedge: { after: 500, cancels: false } }, faults: slow },
  backoff: {
    policy: { retry: { retries: 2, first: 400, factor: 2, low: 0.75, counts: true } },
    faults: down,
  },
  'retries in step': {
    policy: { retry: { retries: 1, first: 1500, low: 0.8 } },
    faults: [],
    cohort: { at: '2s', size: MEMBERS, hold: '3s', on: 'first', journey: 'ask', fails: down[0] },
  },
  'two layers': {
    policy: {
      retry: { retries: 2, first: 100, factor: 2, counts: true },
      around: { retries: 1, first: 800 },
    },
    faults: down,
  },
  gateway: {
    policy: {
      retry: { retries: 1, first: 100 },
      around: { retries: 1, first: 500, counts: true },
    },
    faults: down,
  },
  budget: {
    policy: { retry: { retries: 2, first: 100, budget: { share: 0.1, spare: 5 } } },
    faults: down,
  },
  obedience: {
    policy: { retry: { retries: 1, first: 300, retryAfter: 60_000 } },
    faults: asking,
    deadline: '2s',
  },
  impatience: {
    policy: { retry: { retries: 1, first: 300, retryAfter: 2000 } },
    faults: asking,
    deadline: '2s',
  },
  failover: { policy: { breaker, second: { inline: false } }, faults: down },
  'failover at once': { policy: { second: { inline: true } }, faults: down },
  cache: {
    policy: { cache: { ttl: 6000, marks: true } },
    faults: down,
    prompts: { pool: 20, repeat: '60%' },
  },
  'cache in secret': {
    policy: { cache: { ttl: 60_000, marks: false } },
    faults: down,
    prompts: { pool: 20, repeat: '60%' },
  },
  coalescing: {
    policy: { coalescing: {} },
    faults: [{ fault: 'latency', by: '1s' }],
    prompts: { pool: 4, repeat: '60%' },
  },
  queue: { policy: { queue: { places: 30, every: 50 } }, faults: down },
  'queue that forgets': { policy: { queue: { places: 30, every: 50, loses: 5 } }, faults: down },
} as const satisfies Readonly<Record<string, Trial>>;

export type TrialName = keyof typeof trials;

/** The scenario of a trial, as the object that its file would hold. */
export function scenarioOf(name: string, trial: Trial, ports: Ports): object {
  const { faults, prompts, cohort } = trial;
  return {
    name: name.replaceAll(' ', '-'),
    upstreams: { first: upstreamAt(ports.first), second: upstreamAt(ports.second) },
    journeys: journeysOf(trial),
    prompts: prompts ?? { repeat: '0%' },
    load: { rate: '25/s' },
    phases: {
      baseline: { for: '4s' },
      outage: {
        for: '8s',
        faults: faults.map((fault) => ({ on: 'first', ...fault })),
        ...(cohort === undefined ? {} : { role: 'outage', cohort }),
      },
      recovery: { for: '4s' },
    },
  };
}

export interface Ports {
  readonly first: number;
  readonly second: number;
}

function upstreamAt(port: number): object {
  return { provider: 'anthropic', model: { firstToken: '10ms..20ms', tokens: 12, speed: '2000/s' }, port };
}

function journeysOf({ deadline = '3s', bystanders = false }: Trial): object {
  const journey = {
    request: { path: '/ask', json: { question: '{{prompt}}' } },
    answer: { at: '/answer' },
    degraded: { header: 'x-degraded' },
    error: { at: '/error/code' },
    queued: { poll: '/poll', done: '/answer' },
    deadline,
  };
  return bystanders ? { ask: { ...journey, traffic: 4 }, other: journey } : { ask: journey };
}
