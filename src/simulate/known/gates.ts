/** K14 to K18 and K25: hedges, timeouts, breakers, second providers, caches, bulkheads. */
import { HONEST, type Policy } from '../policy.js';
import { breaker } from '../subjects/breaker.js';
import { breakerAndCache } from '../subjects/breaker-and-cache.js';
import { breakerAndSecondProvider } from '../subjects/breaker-and-second-provider.js';
import { bulkhead } from '../subjects/bulkhead.js';
import { noRetry } from '../subjects/no-retry.js';
import { sdk } from '../subjects/sdk.js';
import { timeout } from '../subjects/timeout.js';
import { erlangB, evenDeviation, oneOver } from './closed-forms.js';
import {
  attemptsHurt,
  causedInOutage,
  dueInOutage,
  failedAfter,
  firstAskedAfter,
  meanWait,
  mostAtOnce,
  outlived,
  timeToOpen,
} from './counted.js';
import { CERTAIN, counted, measured, type KnownWorld } from './known.js';
import { always, failing, OUTAGE, outage, RATE } from './worlds.js';

const HEDGE = 1_762.5;
const hedging: Policy = { ...HONEST, id: 'hedging', summary: 'Hedges.', hedge: HEDGE };

const hedged: KnownWorld = {
  id: 'K14',
  title: 'a hedge at the median',
  // The tokens take 762.5 ms, the wait for the first of them anything up to 2 s.
  shape: outage([], { firstToken: { low: 0, high: 2_000 } }),
  policy: hedging,
  answers: [measured('amplification', 1.5), counted('calls that outlive their user', 0, outlived, CERTAIN)],
};

const hedgedLate: KnownWorld = {
  id: 'K14',
  title: 'a hedge at the 95th percentile',
  shape: outage([], { firstToken: { low: 0, high: 2_000 } }),
  policy: { ...hedging, hedge: 762.5 + 0.95 * 2_000 },
  answers: [measured('amplification', 1.05)],
};

const hedgedHang: KnownWorld = {
  id: 'K14',
  title: 'a hedge while all hang',
  shape: outage([always('hang', {})]),
  policy: hedging,
  answers: [measured('amplification', 2, CERTAIN)],
};

const [TIMEOUT, MEAN_WAITS] = [3_000, 1_312.5];

const timely: KnownWorld = {
  id: 'K15',
  title: 'a timeout of 3 s and two retries, all hang',
  shape: outage([always('hang', {})]),
  policy: timeout,
  answers: [counted('mean time of a failure', 3 * TIMEOUT + MEAN_WAITS, meanWait)],
};

const untimely: KnownWorld = {
  id: 'K15',
  title: 'the official SDKs, all hang',
  shape: outage([always('hang', {})], { patience: 3_600_000, drain: 3_600_000, outage: 20_000 }),
  policy: sdk,
  answers: [counted('mean time of a failure', 3 * 600_000 + MEAN_WAITS, meanWait)],
};

const endless: KnownWorld = {
  id: 'K15',
  title: 'no timeout, all hang',
  shape: outage([always('hang', {})]),
  policy: noRetry,
  answers: [measured('hang-share', 1, CERTAIN)],
};

const [FAILURES, RESET] = [5, 2_000];
/** A probe waits for its reset, and then for the next user. */
const CYCLE = RESET + 1_000 / RATE;
const VARIANCE = (1_000 / RATE) ** 2;
const WATCHED = 200_000;
/** So many cycles that nobody knows any more in which part of one the provider comes back. */
const LASTING = 800_000;

/** Renewals: an attempt ends each cycle, and the first failures come before them. */
const ATTEMPTS = FAILURES + (LASTING - (FAILURES * 1_000) / RATE) / CYCLE + (VARIANCE / CYCLE ** 2 - 1) / 2;
const COMERS = (RATE * LASTING) / 1_000;
const FOR_EACH = ATTEMPTS * oneOver(COMERS);

/** The provider is well again at any moment of a cycle, of which all but the wait for a user is shut. */
const SHUT = RESET ** 2 / (2 * CYCLE);

/** Whole numbers, and few seeds may all give the same. */
const asked = counted('attempts while all fail', ATTEMPTS, attemptsHurt, { give: 0.5 });

const opened: KnownWorld = {
  id: 'K16',
  title: 'a breaker of 5 failures and 2 s, p = 1',
  shape: outage([{ fault: 'status', params: { status: 500 } }], {
    outage: LASTING,
    recovery: 20_000,
    instant: true,
  }),
  policy: breaker,
  answers: [
    asked,
    measured('attempts-per-inbound', FOR_EACH, { give: 0.5 / COMERS }),
    counted('time until it opens', (FAILURES * 1_000) / RATE, timeToOpen, {
      deviation: (Math.sqrt(FAILURES) * 1_000) / RATE,
    }),
    measured('breaker-probe-spacing', RESET + (Math.LN2 * 1_000) / RATE, { give: 15 }),
    counted('time until it asks again', (CYCLE ** 2 + VARIANCE) / (2 * CYCLE), firstAskedAfter, {
      deviation: evenDeviation(CYCLE),
    }),
    counted('users turned away by a provider that is well', (RATE * SHUT) / 1_000, failedAfter),
  ],
};

const inline: KnownWorld = {
  id: 'K17',
  title: 'a breaker and a second provider, p = 1',
  shape: outage([failing(1)], { upstreams: 2 }),
  policy: { ...breakerAndSecondProvider, retry: { ...breakerAndSecondProvider.retry, times: 0 } },
  answers: [measured('failover-coverage', 1, CERTAIN), measured('alt-share', 1, CERTAIN)],
};

const spared: KnownWorld = {
  id: 'K17',
  title: 'the same, as the first provider sees it',
  shape: { ...opened.shape, upstreams: 2 },
  policy: inline.policy,
  answers: [
    asked,
    counted(
      'calls to the first provider for each user',
      FOR_EACH,
      (record) => attemptsHurt(record) / dueInOutage(record).length,
      { give: 0.5 / COMERS },
    ),
  ],
};

const FEW = (RATE * OUTAGE) / 1_000;

const whenShut: KnownWorld = {
  id: 'K17',
  title: 'a second provider only for whom the breaker stops, p = 1',
  // The breaker never asks again, so that only the first failures are lost.
  shape: outage([failing(1)], { upstreams: 2, instant: true }),
  policy: {
    ...breaker,
    failover: 'when-shut',
    gate: { kind: 'breaker', failures: FAILURES, reset: 10_000_000 },
  },
  answers: [
    counted(
      'users without an answer',
      FAILURES,
      (record) => dueInOutage(record).filter((row) => row.class !== 'alt').length,
      CERTAIN,
    ),
    measured('failover-coverage', 1 - FAILURES * oneOver(FEW), {
      deviation: FAILURES / FEW ** 1.5,
      give: FAILURES / FEW ** 3,
    }),
  ],
};

const HITS = 0.7;

const saved: KnownWorld = {
  id: 'K18',
  title: 'a breaker and a cache with 70 % hits, p = 1',
  shape: outage([failing(1)]),
  policy: breakerAndCache,
  answers: [
    measured('stale-share', HITS),
    measured('marked-share', 1, CERTAIN),
    measured('honest-error-share', 1 - HITS),
    measured('utility', HITS * 0.7 + (1 - HITS) * 0.2),
  ],
};

const LIMIT = 30;

const walled: KnownWorld = {
  id: 'K25',
  title: 'a bulkhead of 30, all hang for 3 s',
  shape: outage([always('hang', {})], { outage: WATCHED }),
  policy: { ...bulkhead, bulkhead: LIMIT },
  answers: [
    counted('share that is turned away', erlangB((RATE * TIMEOUT) / 1_000, LIMIT), (record) => {
      const asked = new Set(causedInOutage(record).map(({ inbound }) => inbound));
      // The first seconds fill it.
      const settled = dueInOutage(record).filter(({ due }) => due > 15_000);
      return settled.filter(({ inbound }) => !asked.has(inbound)).length / settled.length;
    }),
    measured('bulkhead-limit', LIMIT, CERTAIN),
    counted('most calls at once', LIMIT, mostAtOnce, { is: 'at-most' }),
  ],
};

export const gateWorlds: readonly KnownWorld[] = [
  hedged,
  hedgedLate,
  hedgedHang,
  timely,
  untimely,
  endless,
  opened,
  inline,
  spared,
  whenShut,
  saved,
  walled,
];
