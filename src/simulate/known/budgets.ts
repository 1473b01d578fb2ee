/** K8 to K12: what a client may spend on retries, and what it sends at all. */
import { HONEST, ONCE, type BudgetPolicy, type Policy } from '../policy.js';
import { adaptive } from '../subjects/adaptive.js';
import { awsBucket } from '../subjects/aws-bucket.js';
import { grpcThrottle } from '../subjects/grpc-throttle.js';
import { oneOver } from './closed-forms.js';
import { retriesInOutage } from './counted.js';
import { CERTAIN, counted, measured, type KnownWorld } from './known.js';
import { always, failing, OUTAGE, outage, RATE } from './worlds.js';

const LONG = 200_000;
const USERS = (RATE * LONG) / 1_000;

const COMERS = (RATE * OUTAGE) / 1_000;

const bucket: KnownWorld = {
  id: 'K8',
  title: 'the bucket of the AWS SDKs, p = 1',
  shape: outage([failing(1)], { instant: true }),
  policy: awsBucket,
  answers: [
    counted('retries', 100, retriesInOutage, CERTAIN),
    // Of as many users as come by chance.
    measured('amplification', 1 + 100 * oneOver(COMERS), {
      deviation: 100 / COMERS ** 1.5,
      give: 100 / COMERS ** 3,
    }),
  ],
};

const small: KnownWorld = {
  id: 'K8',
  title: 'the same, and fewer users than it holds retries for',
  shape: outage([failing(1)], { instant: true, outage: 1_000 }),
  policy: awsBucket,
  answers: [measured('amplification', 3, CERTAIN)],
};

const timeouts: KnownWorld = {
  id: 'K8',
  title: 'the bucket of the AWS SDKs, all hang',
  shape: outage([always('hang', {})], { instant: true }),
  policy: awsBucket,
  answers: [counted('retries', 50, retriesInOutage, CERTAIN)],
};

const halved: KnownWorld = {
  id: 'K9',
  title: "gRPC's throttle of 10 tokens, p = 1",
  shape: outage([failing(1)], { instant: true }),
  policy: grpcThrottle,
  answers: [counted('retries', 4, retriesInOutage, CERTAIN)],
};

function funded(budget: BudgetPolicy): Policy {
  return { ...HONEST, id: 'funded', summary: 'Two retries.', retry: { ...ONCE, times: 2 }, budget };
}

const HOLDS = 4;

const byRequests: KnownWorld = {
  id: 'K10',
  title: 'a budget of 20 % and 10 retries a second, p = 1',
  shape: outage([failing(1)], { outage: LONG }),
  policy: funded({ kind: 'request-funded', ratio: 0.2, perSecond: 10, holds: HOLDS }),
  // What the baseline has saved is spent once.
  answers: [measured('amplification', 1.2 + 10 / RATE + HOLDS / USERS, { give: 0.002 })],
};

const SAVED = 2;
const [P, D] = [0.3, 0.1];
const FUNDED = (D * (1 - P)) / (1 - D * (1 - P));

const bySuccesses: KnownWorld = {
  id: 'K11',
  title: 'a tenth of a retry for each success, p = 0.3',
  shape: outage([failing(P)], { outage: LONG }),
  policy: funded({ kind: 'success-funded', perSuccess: D, holds: SAVED }),
  answers: [
    measured('amplification', 1 + FUNDED + SAVED / USERS, { give: 0.001 }),
    measured('full-share', (1 - P) * (1 + FUNDED + SAVED / USERS), { give: 0.001 }),
  ],
};

const mild: KnownWorld = {
  id: 'K12',
  title: 'adaptive throttling, p = 0.3: everything is sent',
  shape: outage([failing(P)], { instant: true }),
  policy: adaptive,
  answers: [measured('attempts-per-inbound', 1, CERTAIN)],
};

const ACCEPTED = 2;
const SECONDS = 29.5;

const limited: KnownWorld = {
  id: 'K12',
  title: 'adaptive throttling, 2 a second are accepted: twice that is sent',
  shape: outage([always('rate-limit', { requests: `${ACCEPTED}/s`, burst: 20 })], {
    outage: 150_000,
    instant: true,
  }),
  policy: adaptive,
  answers: [
    counted(
      'sent a second, settled',
      // The rule adds one request to its window, which half a second of the ring is missing from.
      (2 * ACCEPTED * SECONDS + 1) / SECONDS,
      ({ attempts }) => attempts.filter(({ started }) => started >= 80_000 && started < 155_000).length / 75,
      { give: 0.1 },
    ),
  ],
};

const [WINDOW, LONGER, SETTLED] = [30, 3_000_000, 505_000];

/**
 * The window is 29 full seconds and the one that has begun. Whoever comes finds some `RATE × width` requests in it and
 * is sent once in that many where nobody is accepted.
 */
const FLOOR = Math.log(WINDOW / (WINDOW - 1));

/** Whoever is accepted makes room for two: s = (1 + 2 (1 − p) s W) / W, so s = 1 / (W (1 − 2 (1 − p))). */
function floored(p: number): KnownWorld {
  return {
    id: 'K12',
    title: `adaptive throttling, p = ${p}: only probes are sent`,
    shape: outage([failing(p)], { outage: LONGER, instant: true }),
    policy: adaptive,
    answers: [
      counted(
        'sent a second, settled',
        FLOOR / (1 - 2 * (1 - p)),
        ({ attempts }) =>
          attempts.filter(({ started }) => started >= SETTLED).length / ((5_000 + LONGER - SETTLED) / 1_000),
        { give: 0.002 },
      ),
    ],
  };
}

export const budgetWorlds: readonly KnownWorld[] = [
  bucket,
  timeouts,
  small,
  halved,
  byRequests,
  bySuccesses,
  mild,
  floored(1),
  floored(0.7),
  limited,
];
