/** Every row of the simulated table can fail: it does where the app, or what befalls it, is another than it says. */
import { expect, it } from 'vitest';
import { trySimulated } from '../../src/entry/selftest.js';
import type { KnownWorld } from '../../src/simulate/known/known.js';
import { failing } from '../../src/simulate/known/worlds.js';
import { knownWorlds } from '../../src/simulate/known/shelf.js';
import { verdicts } from '../../src/simulate/known/verdict.js';
import { ONCE, type Policy } from '../../src/simulate/policy.js';

type Shape = KnownWorld['shape'];
interface Other {
  readonly policy?: Partial<Policy>;
  readonly shape?: Partial<Shape>;
}

const SEEDS = 6;

function failed(id: string, case_: string, { policy = {}, shape = {} }: Other): readonly string[] {
  const world = knownWorlds.find((one) => one.id === id && one.title.startsWith(case_));
  if (world === undefined) throw new Error(`no such world: ${id} ${case_}`);
  const other = { ...world, policy: { ...world.policy, ...policy }, shape: { ...world.shape, ...shape } };
  const options = { seed: 1, seeds: SEEDS, only: null, version: 'test', progress: () => undefined };
  return verdicts(trySimulated(options, [other]))
    .filter(({ verdict }) => verdict === 'fail')
    .map(({ what }) => what);
}

const breaking = (failures: number, reset: number): Partial<Policy> => ({
  gate: { kind: 'breaker', failures, reset },
});
const adaptive = (factor: number, seconds: number): Partial<Policy> => ({
  gate: { kind: 'adaptive', factor, seconds },
});
const waiting = (low: number, high: number, factor = 2): Partial<Policy> => ({
  retry: {
    ...ONCE,
    ...{ times: 2, broken: true },
    wait: { kind: 'exponential', first: 500, factor, cap: 8_000, jitter: { low, high } },
  },
});
const queueing = (holds: number, perSecond: number, inLine: boolean): Partial<Policy> => ({
  queue: { holds, perSecond, inLine },
});
const retrying = (times: number): Partial<Policy> => ({ retry: { ...ONCE, times, broken: true } });

const rows: readonly (readonly [id: string, case_: string, what: string, other: Other])[] = [
  [
    'K0',
    'nothing',
    'resilience-loss',
    { shape: { faults: [failing(0.05)] }, policy: { failover: 'never', retry: ONCE } },
  ],
  [
    'K0',
    'nothing',
    'ceiling',
    { shape: { faults: [failing(1)] }, policy: { failover: 'never', failure: 'leak' } },
  ],
  ['K0', 'nothing', 'attempt-dispersion', { shape: { faults: [failing(0.5)] }, policy: retrying(2) }],
  ['K3', '9 retries at once, errors', 'peak of calls over peak of users', { policy: retrying(8) }],
  ['K3', '9 retries at once, errors', 'attempt-dispersion', { policy: retrying(5) }],
  ['K3', '9 retries at once, p = 1', 'mean time of a failure', { policy: retrying(8) }],
  ['K4', 'the official SDKs, p', 'mean wait before retry 1', { policy: waiting(0.5, 1) }],
  ['K4', 'the official SDKs, p', 'shortest wait before retry 1', { policy: waiting(0.5, 1) }],
  ['K4', 'the official SDKs, p', 'longest wait before retry 2', { policy: waiting(0.75, 1, 3) }],
  ['K4', 'the official SDKs, 200', 'phase-locking', { policy: waiting(0.5, 1) }],
  ['K4', 'full jitter', 'phase-locking', { policy: waiting(0.75, 1) }],
  ['K5', 'the Vercel AI SDK, p', 'shortest wait before retry 2', { policy: waiting(0.75, 1) }],
  ['K5', 'the Vercel AI SDK, p', 'attempt-dispersion', { policy: retrying(2) }],
  ['K5', 'the Vercel AI SDK, 200', 'phase-locking', { policy: waiting(0.75, 1) }],
  ['K5', 'the Vercel AI SDK, 200', 'attempt-dispersion', { policy: waiting(0, 1) }],
  ['K6', 'the core caller of LangChain, 500', 'shortest wait before retry 1', { policy: waiting(1, 2) }],
  ['K7', 'the same, told to wait 3 s', 'retry-after-compliance', { policy: waiting(1, 2) }],
  ['K8', 'the bucket of the AWS SDKs, p', 'amplification', { policy: { budget: { kind: 'none' } } }],
  ['K8', 'the same, and fewer', 'amplification', { policy: retrying(1) }],
  ['K12', 'adaptive throttling, p = 0.3', 'attempts-per-inbound', { policy: adaptive(1.2, 30) }],
  ['K14', 'a hedge at the 95th', 'amplification', { policy: { hedge: 2_000 } }],
  ['K16', 'a breaker of 5', 'attempts-per-inbound', { policy: breaking(5, 1_900) }],
  ['K16', 'a breaker of 5', 'time until it opens', { policy: breaking(12, 2_000) }],
  ['K16', 'a breaker of 5', 'time until it asks again', { policy: breaking(5, 100) }],
  ['K16', 'a breaker of 5', 'users turned away by a provider that is well', { policy: breaking(5, 100) }],
  ['K17', 'the same', 'calls to the first provider for each user', { policy: breaking(5, 1_900) }],
  ['K17', 'a second provider only', 'failover-coverage', { policy: breaking(6, 10_000_000) }],
  ['K18', 'a breaker and a cache', 'honest-error-share', { policy: { cache: { hits: 0.6, marked: true } } }],
  ['K18', 'a breaker and a cache', 'utility', { policy: { cache: { hits: 0.6, marked: true } } }],
  ['K18', 'a breaker and a cache', 'marked-share', { policy: { cache: { hits: 0.7, marked: false } } }],
  ['K20', 'an empty success', 'score', { policy: { failure: 'typed' } }],
  ['K21', 'no timeout', 'score', { shape: { faults: [] } }],
  ['K22', 'half the streams cut, two', 'waste', { shape: { faults: [failing(0.5)] } }],
  ['K22', 'the same, and the failure', 'raw-error-share', { policy: retrying(1) }],
  ['K25', 'a bulkhead', 'most calls at once', { policy: { bulkhead: 31 } }],
  ['K28', 'an error', 'users who failed and saw no leak, or the other way', { policy: { failure: 'typed' } }],
  ['K28', 'an error', 'ceiling', { policy: { failure: 'typed' } }],
  ['K19', 'a queue of 500 that whoever', 'time to drain', { policy: queueing(500, 40, false) }],
];

it.each(rows)('%s %s: %s', (id, case_, what, other) => {
  expect(failed(id, case_, other)).toContain(what);
});
