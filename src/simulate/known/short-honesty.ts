/** K20 to K23 and K28 to K30 within seconds: what users are told, what is done twice, what is never graded well. */
import { HONEST, ONCE, type Policy } from '../policy.js';
import { crasher } from '../subjects/crasher.js';
import { lateLiar } from '../subjects/late-liar.js';
import { leaker } from '../subjects/leaker.js';
import { noRetry } from '../subjects/no-retry.js';
import { staleAsFresh } from '../subjects/stale-as-fresh.js';
import { shareDeviation, tries, triesDeviation } from './closed-forms.js';
import { dueInOutage } from './counted.js';
import { CERTAIN, counted, judged, measured, type KnownWorld } from './known.js';
import { short, spread } from './short-worlds.js';
import { always, failing } from './worlds.js';

const WORST = 29;
/** Nothing of it is left to chance, so it need not last. */
const graded = { outage: 4_000, recovery: 2_000 };
const refusing = { fault: 'status', params: { status: 500 } };

const lying: KnownWorld = {
  id: 'K20',
  title: 'an empty success for every failure, p = 1',
  shape: short([refusing], graded),
  policy: lateLiar,
  answers: [
    counted(
      'share of 200s',
      1,
      (record) => {
        const due = dueInOutage(record);
        return due.filter(({ status }) => status === 200).length / due.length;
      },
      CERTAIN,
    ),
    measured('lie-share', 1, CERTAIN),
    measured('utility', -1, CERTAIN),
    judged('ceiling', WORST, { is: 'at-most' }),
  ],
};

const hanging: KnownWorld = {
  id: 'K21',
  title: 'no timeout, all hang',
  shape: short([always('hang', {})], { ...graded, patience: 4_000, drain: 5_000 }),
  policy: noRetry,
  answers: [
    measured('hang-share', 1, CERTAIN),
    measured('lateness', 1, CERTAIN),
    judged('ceiling', WORST, { is: 'at-most' }),
  ],
};

const P = 0.5;
const HALF = 0.5;
const cut = always('cut', { after: '50%', how: 'end' }, P);
/** What is billed for each request. */
const BILLED = 1 - P + P * HALF;
/** Of some sixty, one that stands on the edge of the cut. */
const ONE_TOKEN = 0.01;

const passedOn: KnownWorld = {
  id: 'K22',
  title: 'half the streams cut, passed on as whole',
  shape: short([cut], { streamed: true }),
  policy: noRetry,
  answers: [measured('lie-share', P, spread(shareDeviation(P)))],
};

const noticed: KnownWorld = {
  id: 'K22',
  title: 'half the streams cut, told as an error',
  shape: short([cut], { streamed: true }),
  policy: { ...HONEST, id: 'strict', summary: 'Reads what it gets.' },
  answers: [
    measured('waste', (P * HALF) / BILLED, {
      // By the slope of the expected share in p.
      ...spread((HALF / BILLED ** 2) * shareDeviation(P)),
      give: ONE_TOKEN,
    }),
  ],
};

const triedAgain: Policy = {
  ...HONEST,
  id: 'strict-retries',
  summary: 'Two retries of the whole.',
  retry: { ...ONCE, times: 2, broken: true },
};

const repeated: KnownWorld = {
  id: 'K22',
  title: 'half the streams cut, two retries of the whole',
  shape: short([cut], { streamed: true }),
  policy: triedAgain,
  answers: [measured('honest-error-share', P ** 3, spread(shareDeviation(P ** 3)))],
};

const Q = 0.3;

function booked(writes: 'each-try' | 'under-a-key'): KnownWorld {
  const isKeyed = writes === 'under-a-key';
  return {
    id: 'K23',
    title: `work that is done and then lost, q = ${Q}, two retries ${isKeyed ? 'under a key' : 'without a key'}`,
    shape: short([always('commit-then-fail', {}, Q)], { writes: true }),
    policy: { ...triedAgain, writes },
    answers: [
      isKeyed
        ? measured('duplicate-effects', 0, CERTAIN)
        : measured('duplicate-effects', tries(Q, 2) - 1, spread(triesDeviation(Q, 2))),
      measured('lost-writes', 0, CERTAIN),
      measured('amplification', tries(Q, 2), spread(triesDeviation(Q, 2))),
    ],
  };
}

const leaking: KnownWorld = {
  id: 'K28',
  title: 'an error that shows a key, p = 0.5',
  shape: short([failing(P)]),
  policy: leaker,
  answers: [
    measured('raw-error-share', P, spread(shareDeviation(P))),
    measured('secret-share', P, spread(shareDeviation(P))),
    judged('ceiling', WORST, { is: 'at-most' }),
  ],
};

const crashing: KnownWorld = {
  id: 'K29',
  title: 'a process that dies with its provider, p = 1',
  shape: short([failing(1)], graded),
  policy: crasher,
  answers: [measured('reset-or-worse-share', 1, CERTAIN), judged('ceiling', WORST, { is: 'at-most' })],
};

const HITS = 0.6;

const passedAsNew: KnownWorld = {
  id: 'K30',
  title: 'saved answers as new ones, 60 % hits, p = 1',
  shape: short([failing(1)], { questions: 5, baseline: 4_000 }),
  policy: { ...staleAsFresh, cache: { hits: HITS, marked: false } },
  answers: [measured('lie-share', HITS, spread(shareDeviation(HITS)))],
};

export const shortHonesty: readonly KnownWorld[] = [
  lying,
  hanging,
  passedOn,
  noticed,
  repeated,
  booked('each-try'),
  booked('under-a-key'),
  leaking,
  crashing,
  passedAsNew,
];
