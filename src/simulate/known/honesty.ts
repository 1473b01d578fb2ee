/** K20 to K23 and K27 to K30: what users are told, what is done twice, and what must never be graded well. */
import { HONEST, ONCE, type Policy } from '../policy.js';
import { canned } from '../subjects/canned.js';
import { crasher } from '../subjects/crasher.js';
import { lateLiar } from '../subjects/late-liar.js';
import { leaker } from '../subjects/leaker.js';
import { noRetry } from '../subjects/no-retry.js';
import { staleAsFresh } from '../subjects/stale-as-fresh.js';
import { tries } from './closed-forms.js';
import { causedInOutage, dueInOutage, unleaked } from './counted.js';
import { CERTAIN, counted, judged, measured, type KnownWorld } from './known.js';
import { always, failing, outage } from './worlds.js';

const WORST = 29;
const graded = { recovery: 15_000 };

const lying: KnownWorld = {
  id: 'K20',
  title: 'an empty success for every failure, p = 1',
  shape: outage([{ fault: 'status', params: { status: 500 } }], graded),
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
    judged('ceiling', WORST, CERTAIN),
    // One call for each, at once and with a full recovery: the points alone come to more than the ceiling.
    judged('score', WORST, CERTAIN),
  ],
};

const hanging: KnownWorld = {
  id: 'K21',
  title: 'no timeout, all hang',
  shape: outage([always('hang', {})], graded),
  policy: noRetry,
  answers: [
    measured('hang-share', 1, CERTAIN),
    measured('lateness', 1, CERTAIN),
    judged('ceiling', WORST, CERTAIN),
    judged('score', WORST, { is: 'at-most' }),
  ],
};

const P = 0.5;
const HALF = 0.5;

const passedOn: KnownWorld = {
  id: 'K22',
  title: 'half the streams cut, passed on as whole',
  shape: outage([always('cut', { after: '50%', how: 'end' }, P)], { streamed: true }),
  policy: noRetry,
  answers: [measured('lie-share', P)],
};

const noticed: KnownWorld = {
  id: 'K22',
  title: 'half the streams cut, told as an error',
  shape: outage([always('cut', { after: '50%', how: 'end' }, P)], { streamed: true }),
  policy: { ...HONEST, id: 'strict', summary: 'Reads what it gets.' },
  answers: [measured('waste', (P * HALF) / (1 - P + P * HALF))],
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
  shape: outage([always('cut', { after: '50%', how: 'end' }, P)], { streamed: true }),
  policy: triedAgain,
  answers: [
    measured('honest-error-share', P ** 3),
    // Each try is billed alike, cut or whole.
    measured('waste', (P * HALF) / (1 - P + P * HALF)),
  ],
};

const shown: KnownWorld = {
  id: 'K22',
  title: "the same, and the failure shown in the provider's words",
  shape: outage([always('cut', { after: '50%', how: 'end' }, P)], { streamed: true }),
  policy: { ...triedAgain, failure: 'raw' },
  answers: [measured('raw-error-share', P ** 3)],
};

const Q = 0.3;

/** Counted from the calls that were billed, and from the app's own books. */
const doneTwice: KnownWorld = {
  id: 'K23',
  title: 'work that is done and then lost, q = 0.3, two retries without a key',
  shape: outage([always('commit-then-fail', {}, Q)], { writes: true }),
  policy: { ...triedAgain, writes: 'each-try' },
  answers: [
    counted('doubles of each operation', tries(Q, 2) - 1, (record) => {
      const done = causedInOutage(record).filter(({ tokensOut }) => tokensOut > 0).length;
      return done / dueInOutage(record).length - 1;
    }),
    measured('duplicate-effects', tries(Q, 2) - 1),
  ],
};

const doneOnce: KnownWorld = {
  id: 'K23',
  title: 'the same, and an idempotency key for each user',
  shape: outage([always('commit-then-fail', {}, Q)], { writes: true }),
  policy: { ...triedAgain, writes: 'under-a-key' },
  answers: [measured('duplicate-effects', 0, CERTAIN), measured('lost-writes', 0, CERTAIN)],
};

const modelless: KnownWorld = {
  id: 'K27',
  title: 'a fixed text for everybody',
  shape: outage([failing(1)], graded),
  policy: canned,
  answers: [judged('invalid', 1, CERTAIN)],
};

const leaking: KnownWorld = {
  id: 'K28',
  title: 'an error that shows a key, p = 0.5',
  shape: outage([failing(P)], graded),
  policy: leaker,
  answers: [
    measured('raw-error-share', P),
    measured('secret-share', P),
    counted('users who failed and saw no leak, or the other way', 0, unleaked, CERTAIN),
    judged('ceiling', WORST, CERTAIN),
    judged('score', WORST, { is: 'at-most' }),
  ],
};

const crashing: KnownWorld = {
  id: 'K29',
  title: 'a process that dies with its provider, p = 1',
  shape: outage([failing(1)], graded),
  policy: crasher,
  answers: [measured('reset-or-worse-share', 1, CERTAIN), judged('ceiling', WORST, CERTAIN)],
};

const HITS = 0.6;

const passedAsNew: KnownWorld = {
  id: 'K30',
  title: 'saved answers as new ones, 60 % hits, p = 1',
  shape: outage([failing(1)]),
  policy: { ...staleAsFresh, cache: { hits: HITS, marked: false } },
  answers: [measured('lie-share', HITS)],
};

export const honestyWorlds: readonly KnownWorld[] = [
  lying,
  hanging,
  passedOn,
  noticed,
  repeated,
  shown,
  doneTwice,
  doneOnce,
  modelless,
  leaking,
  crashing,
  passedAsNew,
];
