/** K4 to K7: the retries of well-known clients, which are known by their waits. */
import { HONEST, ONCE, type Policy, type Wait } from '../policy.js';
import { langchain } from '../subjects/langchain.js';
import { sdk } from '../subjects/sdk.js';
import { vercel } from '../subjects/vercel.js';
import { meanOf, meanWait, waitsBefore, waitsOf } from './counted.js';
import { CERTAIN, counted, measured, type KnownAnswer, type KnownWorld } from './known.js';
import { always, failing, outage } from './worlds.js';

/** Times are sums, and computers round sums. */
const ROUNDING = 1e-6;

/** Evenly from one to the other: the mean over all, and nobody beyond either. */
function between(rank: number, low: number, high: number): readonly KnownAnswer[] {
  const name = `wait before retry ${rank}`;
  return [
    counted(`mean ${name}`, (low + high) / 2, (record) => meanOf(waitsBefore(record, rank)), {
      give: ROUNDING,
    }),
    counted(`shortest ${name}`, low - ROUNDING, (record) => least(waitsBefore(record, rank)), {
      is: 'at-least',
    }),
    counted(`longest ${name}`, high + ROUNDING, (record) => most(waitsBefore(record, rank)), {
      is: 'at-most',
    }),
  ];
}

function failures(low: number, high: number): readonly KnownAnswer[] {
  return [
    counted('mean time of a failure', (low + high) / 2, meanWait, { give: ROUNDING }),
    counted('shortest failure', low - ROUNDING, (record) => least(waitsOf(record)), { is: 'at-least' }),
    counted('longest failure', high + ROUNDING, (record) => most(waitsOf(record)), { is: 'at-most' }),
  ];
}

function least(values: readonly number[]): number | null {
  return values.length === 0 ? null : Math.min(...values);
}

function most(values: readonly number[]): number | null {
  return values.length === 0 ? null : Math.max(...values);
}

/** Waits are whole, so nobody gives up, and the fault outlasts them. */
function patient(wait: number): { readonly patience: number; readonly drain: number } {
  return { patience: wait, drain: wait + 10_000 };
}

const official: KnownWorld = {
  id: 'K4',
  title: 'the official SDKs, p = 1',
  shape: outage([failing(1)]),
  policy: sdk,
  answers: [
    measured('amplification', 3, CERTAIN),
    measured('backoff', 437.5, { quantile: 0.5 }),
    ...between(1, 375, 500),
    ...between(2, 750, 1_000),
    ...failures(1_125, 1_500),
  ],
};

const steady: KnownWorld = {
  id: 'K5',
  title: 'the Vercel AI SDK, p = 1',
  shape: outage([failing(1)]),
  policy: vercel,
  answers: [
    measured('amplification', 3, CERTAIN),
    measured('backoff', 2_000, { quantile: 0.5, give: ROUNDING, ...CERTAIN }),
    // From shortest to longest nothing is left for jitter.
    ...between(1, 2_000, 2_000),
    ...between(2, 4_000, 4_000),
    ...failures(6_000, 6_000),
    // Even without jitter: a Poisson process that is set back stays one, and so do three of them together.
    measured('attempt-dispersion', 1),
  ],
};

const DOUBLING: Wait = {
  kind: 'exponential',
  first: 1_000,
  factor: 2,
  cap: 60_000,
  jitter: { low: 1, high: 2 },
};
const doubled = (retries: number): readonly KnownAnswer[] =>
  Array.from({ length: retries }, (_, index) =>
    between(index + 1, 1_000 * 2 ** index, 2_000 * 2 ** index),
  ).flat();

const long: KnownWorld = {
  id: 'K6',
  title: 'the core caller of LangChain, 500',
  shape: outage([failing(1)], patient(200_000)),
  policy: langchain,
  answers: [measured('amplification', 7, CERTAIN), ...doubled(6), ...failures(63_000, 126_000)],
};

const unhinted: KnownWorld = {
  id: 'K6',
  title: 'the core caller of LangChain, 429 without a hint',
  shape: outage([failing(1, 429)]),
  policy: langchain,
  answers: [measured('amplification', 1, CERTAIN)],
};

const genai: Policy = {
  ...HONEST,
  id: 'genai',
  summary: 'Google GenAI with retryOptions.',
  retry: { ...ONCE, times: 4, wait: DOUBLING },
};

const deaf: KnownWorld = {
  id: 'K7',
  title: 'Google GenAI with retries, told to wait 20 s',
  shape: outage([always('status', { status: 500, retryAfter: '20s' })], patient(60_000)),
  policy: genai,
  answers: [
    measured('amplification', 5, CERTAIN),
    ...failures(15_000, 30_000),
    measured('retry-after-compliance', 0, CERTAIN),
  ],
};

const ASKED = 3_000;
/** What is forgiven: 2 % of what was asked. */
const EARLY = ASKED - 0.02 * ASKED;

/** The first wait is always too short, the second one where it is drawn so, and the others never. */
const lucky: KnownWorld = {
  id: 'K7',
  title: 'the same, told to wait 3 s',
  shape: outage([always('status', { status: 500, retryAfter: '3s' })], patient(60_000)),
  policy: genai,
  answers: [measured('retry-after-compliance', (2 + (4_000 - EARLY) / 2_000) / 4)],
};

const once: KnownWorld = {
  id: 'K7',
  title: 'Google GenAI as it comes',
  shape: outage([failing(1)]),
  policy: { ...genai, retry: ONCE },
  answers: [measured('amplification', 1, CERTAIN)],
};

export const clientWorlds: readonly KnownWorld[] = [official, steady, long, unhinted, deaf, lucky, once];
