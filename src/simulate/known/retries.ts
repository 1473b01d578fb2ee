/** K0 to K7 and K13: nothing, one try, retries at once, the retries of well-known clients, layers. */
import { HONEST, ONCE, type Policy, type Wait } from '../policy.js';
import { breakerAndSecondProvider } from '../subjects/breaker-and-second-provider.js';
import { langchain } from '../subjects/langchain.js';
import { nested } from '../subjects/nested.js';
import { passThrough } from '../subjects/pass-through.js';
import { sdk } from '../subjects/sdk.js';
import { vercel } from '../subjects/vercel.js';
import { tries } from './closed-forms.js';
import { dispersion, dueInOutage, lostIn, meanWait } from './counted.js';
import { counted, judged, measured, type KnownWorld } from './known.js';
import { always, ERROR, failing, outage, SLOW_ERRORS } from './worlds.js';

const atOnce = (times: number): Policy => ({
  ...HONEST,
  ...{ id: `${times}-retries`, summary: 'Retries at once.', retry: { ...ONCE, times, broken: true } },
});

const nothing: KnownWorld = {
  id: 'K0',
  title: 'nothing happens',
  shape: outage([], { recovery: 15_000 }),
  policy: breakerAndSecondProvider,
  answers: [
    measured('amplification', 1),
    measured('utility', 1),
    measured('residual-deficit', 0, { phase: 'recovery' }),
    measured('resilience-loss', 0, { phase: 'all' }),
    // Of a Poisson process, given how many come, exactly 1 in the mean; 70 s have 700 bins.
    counted('dispersion of arrivals', 1, (record) => dispersion(record), { deviation: Math.sqrt(2 / 699) }),
    judged('score', 99, { is: 'at-least' }),
    judged('ceiling', 100),
  ],
};

const ownAccounts: KnownWorld = {
  id: 'K31',
  title: 'the driver itself',
  shape: outage([], { outage: 100_000 }),
  policy: passThrough,
  answers: [
    counted('dispersion of arrivals', 1, (record) => dispersion(record), { give: 0.005 }),
    counted('users or calls without exactly one end', 0, lostIn),
    counted('lag of sending', 0, ({ responses }) =>
      Math.max(...responses.map(({ sent, due }) => (sent ?? Infinity) - due)),
    ),
  ],
};

const single: KnownWorld = {
  id: 'K1',
  title: 'one try, p = 0.5',
  shape: outage([failing(0.5), SLOW_ERRORS]),
  policy: passThrough,
  answers: [
    measured('amplification', 1),
    measured('full-share', 0.5),
    measured('fail-fast', ERROR, { quantile: 0.5 }),
  ],
};

function retried(p: number, n: number, id: string): KnownWorld {
  return {
    id,
    title: `${n} retries at once, p = ${p}`,
    shape: outage([failing(p), SLOW_ERRORS]),
    policy: atOnce(n),
    answers: [
      measured('amplification', tries(p, n)),
      measured('full-share', 1 - p ** (n + 1)),
      ...(p === 1
        ? [
            measured('fail-fast', (n + 1) * ERROR, { quantile: 0.5 }),
            measured('excess-load', n + 1, { give: 0.15 }),
          ]
        : []),
    ],
  };
}

const CROWD = 500;
const STORM = 10;
/** Ten calls of each user within 0.36 s smooth the second: how far one strays from the mean of all, as a share of it. */
const STRAYS = Math.sqrt((1 - 0.36 / 3) / CROWD);
/** The measure divides by the busier of two phases of 10 s: the mean of the greater of two. */
const BUSIER = 1 + Math.sqrt(1 / (Math.PI * CROWD * 10));

const storm: KnownWorld = {
  id: 'K3',
  title: '9 retries at once, 500 users a second, p = 1',
  shape: outage([failing(1), SLOW_ERRORS], { rate: CROWD, baseline: 10_000, outage: 10_000 }),
  policy: atOnce(STORM - 1),
  answers: [
    // The fullest sliding second of ten lies two deviations above the mean (Rice, 1944, for a smooth normal process).
    measured('peak-load', (STORM * (1 + 2 * STRAYS)) / BUSIER, { give: 0.25 }),
  ],
};

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
    measured('amplification', 3),
    measured('backoff', 437.5, { quantile: 0.5 }),
    counted('mean time of a failure', 1_312.5, meanWait),
    counted('shortest failure', 1_125, (record) => Math.min(...waits(record)), { is: 'at-least' }),
    counted('longest failure', 1_500, (record) => Math.max(...waits(record)), { is: 'at-most' }),
  ],
};

function waits(record: Parameters<typeof dueInOutage>[0]): readonly number[] {
  return dueInOutage(record).map(({ due, ended }) => ended - due);
}

const steady: KnownWorld = {
  id: 'K5',
  title: 'the Vercel AI SDK, p = 1',
  shape: outage([failing(1)]),
  policy: vercel,
  answers: [
    measured('amplification', 3),
    measured('backoff', 2_000, { quantile: 0.5 }),
    counted('mean time of a failure', 6_000, meanWait),
  ],
};

const long: KnownWorld = {
  id: 'K6',
  title: 'the core caller of LangChain, 500',
  shape: outage([failing(1)], patient(200_000)),
  policy: langchain,
  answers: [measured('amplification', 7), counted('mean time of a failure', 94_500, meanWait)],
};

const unhinted: KnownWorld = {
  id: 'K6',
  title: 'the core caller of LangChain, 429 without a hint',
  shape: outage([failing(1, 429)]),
  policy: langchain,
  answers: [measured('amplification', 1)],
};

const DOUBLING: Wait = {
  kind: 'exponential',
  first: 1_000,
  factor: 2,
  cap: 60_000,
  jitter: { low: 1, high: 2 },
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
    measured('amplification', 5),
    counted('mean time of a failure', 22_500, meanWait),
    measured('retry-after-compliance', 0),
  ],
};

const once: KnownWorld = {
  id: 'K7',
  title: 'Google GenAI as it comes',
  shape: outage([failing(1)]),
  policy: { ...genai, retry: ONCE },
  answers: [measured('amplification', 1)],
};

function layers(p: number, inner: number, outer: number): KnownWorld {
  const policy = {
    ...nested,
    retry: { ...nested.retry, times: inner },
    outer: { ...nested.outer, times: outer },
  };
  return {
    id: 'K13',
    title: `${inner} retries within ${outer}, p = ${p}`,
    shape: outage([failing(p)]),
    policy,
    answers: [measured('amplification', tries(p, inner) * tries(p ** (inner + 1), outer))],
  };
}

export const retryWorlds: readonly KnownWorld[] = [
  nothing,
  single,
  ...[1, 0.5, 0.3, 0.1].map((p) => retried(p, 2, 'K2')),
  retried(1, 9, 'K3'),
  retried(0.5, 9, 'K3'),
  storm,
  ...[official, steady, long, unhinted, deaf, once],
  ...[layers(1, 2, 2), layers(0.5, 2, 2), layers(0.5, 1, 3)],
  ownAccounts,
];
