/** K4 and K26 within seconds: users who fail at one moment. */
import { HONEST, ONCE, type Policy, type Retry } from '../policy.js';
import { sdk } from '../subjects/sdk.js';
import { evenDeviation, inStep, inStepDeviation, inStepOfTwo } from './closed-forms.js';
import { firstGap, synchronyAt } from './counted.js';
import { CERTAIN, counted, measured, type KnownAnswer, type KnownWorld } from './known.js';
import type { Shape } from './plan.js';
import { short, timely } from './short-worlds.js';
import { failing } from './worlds.js';

const REACH = 100;
const MEMBERS = 40;
/** One process hears of them one after the other, a millisecond and a half each, until it has heard of all. */
const HEARD = 1.5 * MEMBERS;

function together(params: { readonly [name: string]: string | number }): Omit<Shape, 'title' | 'seed'> {
  return short([failing(1)], {
    rate: 2,
    outage: 6_000,
    cohort: { size: MEMBERS, hold: 1_000, fault: 'status', params },
  });
}

/** What the spread of hearing may take away: the expected shares with it and without. */
function herd(one: number, other: number | null): Partial<KnownAnswer> {
  const whole = other === null ? inStep(one, REACH) : inStepOfTwo(one, other, REACH);
  const spread = inStepOfTwo(one, Math.hypot(other ?? 0, HEARD), REACH);
  return { ...timely(whole - spread), deviation: inStepDeviation([one, other ?? HEARD], REACH, MEMBERS) };
}

const official: KnownWorld = {
  id: 'K4',
  title: `the official SDKs, ${MEMBERS} users fail at once`,
  shape: together({ status: 500 }),
  policy: sdk,
  answers: [
    measured('herd-synchronisation', inStep(125, REACH), herd(125, null)),
    counted(
      'pairs in step, second retry',
      inStepOfTwo(125, 250, REACH),
      (record) => synchronyAt(record, 2),
      herd(250, 125),
    ),
  ],
};

function obedient(jitter: number): Policy {
  const retry: Retry = { ...ONCE, times: 1, retryAfter: { kind: 'obeyed', upTo: 60_000, jitter } };
  return { ...HONEST, id: 'obedient', summary: 'Comes back when told.', retry };
}

const TOLD = 2_000;

function told(jitter: number): KnownWorld {
  const manner = jitter === 0 ? 'no jitter' : `jitter of ${jitter} ms`;
  return {
    id: 'K26',
    title: `${MEMBERS} users told to wait 2 s, ${manner}`,
    shape: together({ status: 529, retryAfter: '2s' }),
    policy: obedient(jitter),
    answers: [
      measured(
        'herd-synchronisation',
        inStep(jitter, REACH),
        jitter === 0 ? { ...CERTAIN, ...timely(0) } : herd(jitter, null),
      ),
      counted('mean time until the retry', TOLD + jitter / 2, firstGap, {
        // The mean of hearing, and of being heard again where all come back together.
        ...timely(jitter === 0 ? HEARD : HEARD / 2),
        deviation: evenDeviation(jitter) / Math.sqrt(MEMBERS),
      }),
    ],
  };
}

export const shortCrowds: readonly KnownWorld[] = [official, told(0), told(500)];
