/** K4, K5, K26 and K24: users who fail at one moment, and providers that stay down by their callers. */
import { HONEST, ONCE, type Policy, type Retry } from '../policy.js';
import { jittered } from '../subjects/jittered.js';
import { passThrough } from '../subjects/pass-through.js';
import { sdk } from '../subjects/sdk.js';
import { vercel } from '../subjects/vercel.js';
import { inPhase, inStep, inStepOfTwo } from './closed-forms.js';
import { firstGap, openedAt, synchronyAt } from './counted.js';
import { CERTAIN, counted, measured, type KnownWorld } from './known.js';
import type { Shape } from './plan.js';
import { failing, outage } from './worlds.js';

const REACH = 100;

function together(params: { readonly [name: string]: string | number }): Omit<Shape, 'title' | 'seed'> {
  return outage([failing(1)], {
    rate: 2,
    outage: 30_000,
    cohort: { size: 200, hold: 2_000, fault: 'status', params },
  });
}

const official: KnownWorld = {
  id: 'K4',
  title: 'the official SDKs, 200 users fail at once',
  shape: together({ status: 500 }),
  policy: sdk,
  answers: [
    measured('herd-synchronisation', inStep(125, REACH)),
    // The mean wait is a guess at the period too: 36 ms of spread among 200 hardly move it.
    measured('phase-locking', inPhase(125, 437.5), { give: 0.005 }),
    counted('pairs in step, second retry', inStepOfTwo(125, 250, REACH), (record) => synchronyAt(record, 2)),
  ],
};

const steady: KnownWorld = {
  id: 'K5',
  title: 'the Vercel AI SDK, 200 users fail at once',
  shape: together({ status: 500 }),
  policy: vercel,
  answers: [
    measured('herd-synchronisation', 1),
    measured('phase-locking', 1, CERTAIN),
    // Of some 290 calls between the ends 200 share one of 150 bins: 200² / 290, and a little less.
    measured('attempt-dispersion', 100, { is: 'at-least' }),
  ],
};

const spread: KnownWorld = {
  id: 'K4',
  title: 'full jitter, 200 users fail at once',
  shape: together({ status: 500 }),
  policy: jittered,
  answers: [
    counted('pairs in step, first retry', inStep(500, REACH), (record) => synchronyAt(record, 1)),
    counted('pairs in step, second retry', inStepOfTwo(500, 1_000, REACH), (record) =>
      synchronyAt(record, 2),
    ),
    // Nothing is locked; of 200 and two periods, chance makes more than 0.25 once in 130,000 runs.
    measured('phase-locking', 0.25, { is: 'at-most' }),
  ],
};

function obedient(jitter: number): Policy {
  const retry: Retry = { ...ONCE, times: 1, retryAfter: { kind: 'obeyed', upTo: 60_000, jitter } };
  return { ...HONEST, id: 'obedient', summary: 'Comes back when told.', retry };
}

const TOLD = 5_000;

function told(jitter: number): KnownWorld {
  return {
    id: 'K26',
    title: `200 users told to wait 5 s, ${jitter === 0 ? 'no jitter' : `jitter of ${jitter} ms`}`,
    shape: together({ status: 529, retryAfter: '5s' }),
    policy: obedient(jitter),
    answers: [
      measured('herd-synchronisation', inStep(jitter, REACH)),
      measured('phase-locking', inPhase(jitter, TOLD + jitter / 2), jitter === 0 ? CERTAIN : { give: 0.005 }),
      counted('mean time until the retry', TOLD + jitter / 2, firstGap),
    ],
  };
}

const SERVERS = 40;
const STALL = 10_000;

/** Every call takes a second, and whoever is served when it begins takes ten seconds longer. */
function stalled(rho: number): Omit<Shape, 'title' | 'seed'> {
  return {
    rate: rho * SERVERS,
    baseline: 10_000,
    outage: STALL,
    recovery: 60_000,
    firstToken: { low: 237.5, high: 237.5 },
    capacity: { kind: 'limited', concurrent: SERVERS, queue: 100_000, waste: true, declared: true },
    faults: [{ fault: 'latency', params: { by: '10s' }, first: SERVERS }],
  };
}

function impatient(times: number): Policy {
  return {
    ...HONEST,
    id: `timeout-${times}`,
    summary: 'A timeout and retries.',
    timeout: { after: 3_000, covers: 'answer' },
    retry: { ...ONCE, times },
  };
}

function overloaded(retries: number, rho: number, is: 'at-least' | 'at-most'): KnownWorld {
  const limit = (1 / (retries + 1)).toFixed(2);
  return {
    id: 'K24',
    title: `${retries} retries, provider used to ${rho}, collapse from ${limit}`,
    shape: stalled(rho),
    policy: impatient(retries),
    answers: [measured('residual-deficit', is === 'at-least' ? 0.5 : 0.1, { phase: 'recovery', is })],
  };
}

const RHO = 0.5;

const draining: KnownWorld = {
  id: 'K24',
  title: 'no retry, provider used to 0.5: the backlog drains',
  shape: stalled(RHO),
  policy: { ...passThrough, timeout: null },
  answers: [
    counted(
      'time to drain after the stall',
      (STALL * RHO) / (1 - RHO),
      (record) => {
        const waited = record.attempts.filter(
          ({ started, ended }) => ended - started > 1_001 && ended - started < 10_900,
        );
        return Math.max(...waited.map(({ started }) => started)) - (openedAt(record) + STALL);
      },
      // The stall takes hold only as its forty calls come in.
      { give: 3_000 },
    ),
  ],
};

export const crowdWorlds: readonly KnownWorld[] = [
  official,
  spread,
  steady,
  told(0),
  told(1_000),
  overloaded(2, 0.2, 'at-most'),
  overloaded(2, 0.5, 'at-least'),
  overloaded(1, 0.35, 'at-most'),
  overloaded(1, 0.65, 'at-least'),
  draining,
];
