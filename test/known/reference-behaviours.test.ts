/** Fifteen ways to behave in seven outages, in virtual time: the rubric must put them in this order. */
import { describe, expect, it } from 'vitest';
import { viewOf } from '../../src/catalog/measures/view.js';
import { halfAndHalf } from '../../src/score/audit.js';
import { gradeOf, letterOf } from '../../src/score/grade.js';
import { gaugeOf } from '../../src/score/measure.js';
import { rubric } from '../../src/score/rubric.js';
import { vectorOf } from '../../src/score/vector.js';
import { knownPlan, type Hurt, type Shape } from '../../src/simulate/known/plan.js';
import { simulatedRecord } from '../../src/simulate/record.js';
import { subjectById } from '../../src/simulate/subjects/shelf.js';

const RATE = 20;
/** Half of what the provider can do: 1.05 s a call on 42 servers. */
const HALF_USED = { kind: 'limited', concurrent: 42, queue: 10_000, waste: true, declared: true } as const;

interface Outage {
  readonly name: string;
  readonly faults: readonly Hurt[];
  readonly limited?: boolean;
}

const OUTAGES: readonly Outage[] = [
  { name: 'all 500', faults: [{ fault: 'status', params: { status: 500 } }] },
  { name: '529 with Retry-After', faults: [{ fault: 'status', params: { status: 529, retryAfter: '5s' } }] },
  { name: 'hang', faults: [{ fault: 'hang', params: {} }] },
  { name: '30 % errors', faults: [{ fault: 'status', params: { status: 500 }, share: 0.3 }] },
  { name: '50 % cut', faults: [{ fault: 'cut', params: { after: '50%', how: 'end' }, share: 0.5 }] },
  {
    name: 'ten times slower',
    faults: [
      { fault: 'slow-first-token', params: { by: '10x' } },
      { fault: 'slow-tokens', params: { by: '10x' } },
    ],
  },
  // Whoever is served at that moment takes ten seconds longer, and all others wait behind them.
  { name: 'stall', faults: [{ fault: 'latency', params: { by: '10s' }, first: 42 }], limited: true },
];

const LETTERS: readonly (readonly [string, string])[] = [
  ['breaker-and-second-provider', 'A'],
  ['cache-and-queue', 'B'],
  ['breaker-and-canned', 'B'],
  ['budgeted', 'C'],
  ['breaker', 'C'],
  ['hedge', 'F'],
  ['timeout', 'F'],
  ['vercel', 'F'],
  ['no-retry', 'F'],
  ['sdk', 'F'],
  ['immediate', 'F'],
  ['crasher', 'F'],
  ['stale-as-fresh', 'F'],
  ['late-liar', 'F'],
  ['liar', 'F'],
];

interface Graded {
  readonly base: number;
  readonly cap: number;
}

function played(id: string, outage: Outage): Graded {
  const policy = subjectById(id);
  if (policy === undefined) throw new Error(`no subject ${id}`);
  const shape: Shape = {
    ...{ title: outage.name, seed: 7, rate: RATE, streamed: true, upstreams: 2 },
    ...{ baseline: 20_000, outage: 40_000, recovery: 40_000, faults: outage.faults },
    ...(outage.limited === true ? { capacity: HALF_USED, outage: 10_000, recovery: 70_000 } : {}),
  };
  const record = simulatedRecord({ plan: knownPlan(shape), policy, ...ONE });
  const vector = vectorOf(rubric, gaugeOf(viewOf(record)));
  const graded = gradeOf(rubric, vector, { hasRecovery: true, limits: 'declared' });
  const reached = graded.caps.filter(({ state }) => state === 'reached');
  return { base: graded.base ?? 0, cap: Math.min(100, ...reached.map(({ cap }) => cap.cap)) };
}

const ONE = { instances: 1, version: 'test', startedAt: '' } as const;

describe('the fifteen reference behaviours', () => {
  it.each(LETTERS)('%s gets %s', (id, letter) => {
    const all = OUTAGES.map((outage) => played(id, outage));
    const base = halfAndHalf(all.map((one) => one.base));
    const cap = Math.min(...all.map((one) => one.cap));
    expect(letterOf(Math.min(base, cap))).toBe(letter);
  });
});
