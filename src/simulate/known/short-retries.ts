/** K0 to K4 and K31 within seconds: nothing, one try, retries at once, the retries of the official SDKs, the driver. */
import type { RunRecord } from '../../model/record.js';
import { HONEST, ONCE, type Policy } from '../policy.js';
import { breakerAndSecondProvider } from '../subjects/breaker-and-second-provider.js';
import { passThrough } from '../subjects/pass-through.js';
import { sdk } from '../subjects/sdk.js';
import { evenDeviation, shareDeviation, tries, triesDeviation } from './closed-forms.js';
import { dispersion, dueInOutage, meanWait, strayed } from './counted.js';
import { CERTAIN, counted, judged, measured, type KnownAnswer, type KnownWorld } from './known.js';
import { PER_TIMER, short, slower, spread, USERS } from './short-worlds.js';
import { ERROR, failing, SLOW_ERRORS } from './worlds.js';

const nothing: KnownWorld = {
  id: 'K0',
  title: 'nothing happens, past a proxy',
  shape: short([], {
    outage: 6_000,
    recovery: 6_000,
    instant: false,
    network: { toxic: 'noop', attributes: {} },
  }),
  policy: breakerAndSecondProvider,
  answers: [
    measured('amplification', 1, CERTAIN),
    measured('utility', 1, CERTAIN),
    measured('resilience-loss', 0, CERTAIN),
    measured('residual-deficit', 0, { phase: 'recovery', ...CERTAIN }),
    judged('score', 99, { is: 'at-least' }),
    judged('ceiling', 100, { is: 'at-least' }),
  ],
};

const BINS = 140;
/** A hundredth of the shortest deadline; from a tenth on, times are void. */
const LAG = 30;

const ownAccounts: KnownWorld = {
  id: 'K31',
  title: 'the driver itself, 100 users a second',
  shape: short([], { rate: 100 }),
  policy: passThrough,
  answers: [
    counted('dispersion of what was sent', 1, (record) => dispersion(record, 'sent'), {
      // Of the variance over the mean of so many counts.
      deviation: Math.sqrt(2 / (BINS - 1)),
      timed: true,
    }),
    counted('lag of sending, 99th percentile', LAG, lagOf, { is: 'at-most', timed: true }),
    measured('full-share', 1, CERTAIN),
  ],
};

function lagOf({ responses }: RunRecord): number | null {
  const lags = responses.map(({ sent, due }) => (sent ?? Infinity) - due).sort((a, b) => a - b);
  return lags[Math.ceil(0.99 * lags.length) - 1] ?? null;
}

const single: KnownWorld = {
  id: 'K1',
  title: 'one try, p = 0.5',
  shape: short([failing(0.5), SLOW_ERRORS]),
  policy: passThrough,
  answers: [
    measured('amplification', 1, CERTAIN),
    measured('full-share', 0.5, spread(shareDeviation(0.5))),
    measured('fail-fast', ERROR, { quantile: 0.5, ...CERTAIN, ...slower(1) }),
    undrawn(0),
  ],
};

function undrawn(retries: number): KnownAnswer {
  return counted('users with other tries than drawn', 0, (record) => strayed(record, retries), CERTAIN);
}

function atOnce(times: number): Policy {
  const retry = { ...ONCE, times, broken: true };
  return { ...HONEST, id: `${times}-retries`, summary: 'Retries at once.', retry };
}

function retried(p: number, n: number, id: string): KnownWorld {
  const time = measured('fail-fast', (n + 1) * ERROR, { quantile: 0.5, ...CERTAIN, ...slower(n + 1) });
  return {
    id,
    title: `${n} retries at once, p = ${p}`,
    shape: short([failing(p), SLOW_ERRORS]),
    policy: atOnce(n),
    answers: [
      measured('amplification', tries(p, n), spread(triesDeviation(p, n))),
      measured('full-share', 1 - p ** (n + 1), spread(shareDeviation(p ** (n + 1)))),
      ...(p === 1 ? [time] : []),
      undrawn(n),
    ],
  };
}

/** Of the first wait and of the second. */
const [FIRST, SECOND] = [125, 250];
const MEDIAN = (Math.sqrt(3) * evenDeviation(FIRST)) / Math.sqrt(USERS);

const official: KnownWorld = {
  id: 'K4',
  title: 'the official SDKs, p = 1',
  shape: short([failing(1)]),
  policy: sdk,
  answers: [
    measured('amplification', 3, CERTAIN),
    measured('backoff', 437.5, { quantile: 0.5, deviation: MEDIAN, ...slower(1) }),
    counted('mean time of a failure', 1_312.5, meanWait, {
      ...spread(Math.hypot(evenDeviation(FIRST), evenDeviation(SECOND))),
      ...slower(3),
    }),
    counted('shortest failure', 1_125 - 2 * PER_TIMER, shortest, { is: 'at-least' }),
  ],
};

function shortest(record: RunRecord): number {
  return Math.min(...dueInOutage(record).map(({ due, ended }) => ended - due));
}

export const shortRetries: readonly KnownWorld[] = [
  nothing,
  single,
  ...[1, 0.5, 0.3, 0.1].map((p) => retried(p, 2, 'K2')),
  retried(1, 9, 'K3'),
  retried(0.5, 9, 'K3'),
  official,
  ownAccounts,
];
