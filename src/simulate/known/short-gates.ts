/** K14 to K18 and K25 within seconds: hedges, timeouts, breakers, second providers, caches, bulkheads. */
import { HONEST, type Policy } from '../policy.js';
import { breaker } from '../subjects/breaker.js';
import { breakerAndCache } from '../subjects/breaker-and-cache.js';
import { breakerAndSecondProvider } from '../subjects/breaker-and-second-provider.js';
import { bulkhead } from '../subjects/bulkhead.js';
import { noRetry } from '../subjects/no-retry.js';
import { timeout } from '../subjects/timeout.js';
import { erlangB, evenDeviation, shareDeviation } from './closed-forms.js';
import { causedInOutage, dueInOutage, firstAskedAfter, meanWait, timeToOpen } from './counted.js';
import { CERTAIN, counted, measured, type KnownWorld } from './known.js';
import { PER_CALL, short, SHORT, slower, spread, timely } from './short-worlds.js';
import { always, failing, RATE } from './worlds.js';

/** The tokens take 762.5 ms, the wait for the first of them anything up to so long. */
const WAIT = 500;
const HEDGE = 762.5 + WAIT / 2;
const hedging: Policy = { ...HONEST, id: 'hedging', summary: 'Hedges.', hedge: HEDGE };

const hedged: KnownWorld = {
  id: 'K14',
  title: 'a hedge at the median',
  shape: short([], { firstToken: { low: 0, high: WAIT }, instant: false }),
  policy: hedging,
  answers: [measured('amplification', 1.5, { ...spread(shareDeviation(0.5)), ...timely(PER_CALL / WAIT) })],
};

/** Users give up after four seconds, and the deadline of three is long over. */
const impatient = { patience: 4_000, drain: 5_000, outage: 6_000 };

const hedgedHang: KnownWorld = {
  id: 'K14',
  title: 'a hedge while all hang',
  shape: short([always('hang', {})], impatient),
  policy: hedging,
  answers: [measured('amplification', 2, CERTAIN)],
};

const TIMEOUT = 300;
const MEAN_WAITS = 1_312.5;
const punctual: Policy = { ...timeout, timeout: { after: TIMEOUT, covers: 'answer' } };
const timedOut = counted('mean time of a failure', 3 * TIMEOUT + MEAN_WAITS, meanWait, {
  ...spread(Math.hypot(evenDeviation(125), evenDeviation(250))),
  ...slower(3),
});

const hanging: KnownWorld = {
  id: 'K15',
  title: 'a timeout of 0.3 s and two retries, all hang',
  shape: short([always('hang', {})]),
  policy: punctual,
  answers: [timedOut, measured('amplification', 3, CERTAIN)],
};

const swallowed: KnownWorld = {
  id: 'K15',
  title: 'the same, and the network lets nothing back',
  shape: short([], { network: { toxic: 'timeout', attributes: { timeout: 0 } }, recovery: 4_000 }),
  policy: punctual,
  answers: [
    counted('mean time of a failure', 3 * TIMEOUT + MEAN_WAITS, (record) => meanWait(early(record)), {
      ...spread(Math.hypot(evenDeviation(125), evenDeviation(250))),
      ...slower(3),
    }),
  ],
};

/** Without those for whom the network may have come back in time. */
function early(record: Parameters<typeof meanWait>[0]): typeof record {
  const closes = record.plan.network[0]?.closes ?? Infinity;
  return { ...record, responses: record.responses.filter(({ due }) => due < closes - 3_000) };
}

const endless: KnownWorld = {
  id: 'K15',
  title: 'no timeout, all hang',
  shape: short([always('hang', {})], impatient),
  policy: noRetry,
  answers: [measured('hang-share', 1, CERTAIN)],
};

const [FAILURES, RESET] = [5, 500];
/** A probe waits for its reset, and then for the next user. */
const APART = 1_000 / RATE;
const CYCLE = RESET + APART;
const VARIANCE = APART ** 2;
const CYCLES = SHORT / CYCLE;
/** Of the renewals, of when they begin, and of a count that is whole. */
const ATTEMPTS = Math.sqrt(((CYCLES + FAILURES) * VARIANCE) / CYCLE ** 2 + 1 / 12);
const quick: Policy = { ...breaker, gate: { kind: 'breaker', failures: FAILURES, reset: RESET } };

const opened: KnownWorld = {
  id: 'K16',
  title: 'a breaker of 5 failures and 0.5 s, p = 1',
  shape: short([{ fault: 'status', params: { status: 500 } }], { recovery: 2_000 }),
  policy: quick,
  answers: [
    counted(
      'attempts while all fail',
      FAILURES + (SHORT - FAILURES * APART) / CYCLE + (VARIANCE / CYCLE ** 2 - 1) / 2,
      ({ attempts }) => attempts.filter(({ faults }) => faults.length > 0).length,
      // Each cycle takes longer by a call; whoever comes while the last failure is under way is one more.
      {
        ...timely((CYCLES * PER_CALL) / CYCLE + PER_CALL / APART),
        deviation: ATTEMPTS,
      },
    ),
    counted('time until it opens', FAILURES * APART, timeToOpen, {
      ...slower(1),
      deviation: Math.sqrt(FAILURES) * APART,
    }),
    measured('breaker-probe-spacing', RESET + Math.LN2 * APART, {
      // A call, and what the median of some twenty is off the median of all.
      ...timely(PER_CALL + 5),
      deviation: APART / Math.sqrt(CYCLES),
    }),
    counted('time until it asks again', (CYCLE ** 2 + VARIANCE) / (2 * CYCLE), firstAskedAfter, {
      ...slower(1),
      deviation: evenDeviation(CYCLE),
    }),
  ],
};

const inline: KnownWorld = {
  id: 'K17',
  title: 'a breaker and a second provider, p = 1',
  shape: short([failing(1)], { upstreams: 2 }),
  policy: { ...breakerAndSecondProvider, retry: { ...breakerAndSecondProvider.retry, times: 0 } },
  answers: [measured('failover-coverage', 1, CERTAIN), measured('alt-share', 1, CERTAIN)],
};

const whenShut: KnownWorld = {
  id: 'K17',
  title: 'a second provider only for whom the breaker stops, p = 1',
  // The breaker never asks again, so that only the first failures are lost.
  shape: short([failing(1)], { upstreams: 2 }),
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
      // Whoever comes while the last failure is under way is lost too.
      { ...timely(PER_CALL / APART), deviation: Math.sqrt(PER_CALL / APART) },
    ),
  ],
};

const HITS = 0.7;

const saved: KnownWorld = {
  id: 'K18',
  title: 'a breaker and a cache with 70 % hits, p = 1',
  shape: short([failing(1)], { questions: 5, baseline: 4_000 }),
  policy: { ...breakerAndCache, cache: { hits: HITS, marked: true } },
  answers: [
    measured('stale-share', HITS, spread(shareDeviation(HITS))),
    measured('utility', HITS * 0.7 + (1 - HITS) * 0.2, spread(0.5 * shareDeviation(HITS))),
  ],
};

const [LIMIT, HELD] = [10, 500];
/** Of one run, from two hundred modelled ones: whoever is turned away is not alone, and no closed form says so. */
const BLOCKING = 0.038;
/** Until it is as full as it gets. */
const FILLS = 2_000;

const walled: KnownWorld = {
  id: 'K25',
  title: `a bulkhead of ${LIMIT}, all hang for 0.5 s`,
  shape: short([always('hang', {})]),
  policy: { ...bulkhead, bulkhead: LIMIT, timeout: { after: HELD, covers: 'answer' } },
  answers: [
    counted(
      'share that is turned away',
      erlangB((RATE * HELD) / 1_000, LIMIT),
      (record) => {
        const asked = new Set(causedInOutage(record).map(({ inbound }) => inbound));
        const opens = record.plan.windows[0]?.opens ?? 0;
        const settled = dueInOutage(record).filter(({ due }) => due > opens + FILLS);
        return settled.filter(({ inbound }) => !asked.has(inbound)).length / settled.length;
      },
      // A call holds its place a little longer than its timeout.
      { ...timely(PER_CALL / HELD), deviation: BLOCKING },
    ),
    // A place that was given back may be taken before the provider has seen its last caller go.
    measured('bulkhead-limit', LIMIT, { ...CERTAIN, ...timely(1) }),
  ],
};

export const shortGates: readonly KnownWorld[] = [
  hedged,
  hedgedHang,
  hanging,
  swallowed,
  endless,
  opened,
  inline,
  whenShut,
  saved,
  walled,
];
