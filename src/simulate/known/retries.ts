/** K0 to K3, K13 and K31: nothing, one try, retries at once, layers, the driver. */
import { HONEST, ONCE, type Policy } from '../policy.js';
import { breakerAndSecondProvider } from '../subjects/breaker-and-second-provider.js';
import { nested } from '../subjects/nested.js';
import { passThrough } from '../subjects/pass-through.js';
import { dispersionDeviation, tries } from './closed-forms.js';
import { crowding, dispersion, lostIn, meanWait } from './counted.js';
import { CERTAIN, counted, judged, measured, type KnownWorld } from './known.js';
import { ERROR, failing, outage, OUTAGE, SLOW_ERRORS } from './worlds.js';

const atOnce = (times: number): Policy => ({
  ...HONEST,
  id: `${times}-retries`,
  summary: 'Retries at once.',
  retry: { ...ONCE, times, broken: true },
});

/** 100 ms each of the outage, but for ten seconds at either end. */
const BETWEEN_ENDS = (OUTAGE - 20_000) / 100;

const nothing: KnownWorld = {
  id: 'K0',
  title: 'nothing happens',
  shape: outage([], { recovery: 15_000 }),
  policy: breakerAndSecondProvider,
  answers: [
    measured('amplification', 1, CERTAIN),
    measured('utility', 1, CERTAIN),
    measured('resilience-loss', 0, CERTAIN),
    measured('residual-deficit', 0, { phase: 'recovery', ...CERTAIN }),
    // Of a Poisson process, given how many come, exactly 1 in the mean; 70 s have 700 bins.
    counted('dispersion of arrivals', 1, (record) => dispersion(record), {
      deviation: dispersionDeviation(700),
    }),
    measured('attempt-dispersion', 1, { deviation: dispersionDeviation(BETWEEN_ENDS) }),
    judged('score', 99, { is: 'at-least' }),
    // In no run may a ceiling be reached by chance: the mean of all would hide one.
    judged('ceiling', 100, { is: 'at-least' }),
  ],
};

const ownAccounts: KnownWorld = {
  id: 'K31',
  title: 'the driver itself',
  shape: outage([], { outage: 100_000 }),
  policy: passThrough,
  answers: [
    counted('dispersion of arrivals', 1, (record) => dispersion(record), { give: 0.005 }),
    counted('users or calls without exactly one end', 0, lostIn, CERTAIN),
    counted(
      'lag of sending',
      0,
      ({ responses }) => Math.max(...responses.map(({ sent, due }) => (sent ?? Infinity) - due)),
      CERTAIN,
    ),
  ],
};

const single: KnownWorld = {
  id: 'K1',
  title: 'one try, p = 0.5',
  shape: outage([failing(0.5), SLOW_ERRORS]),
  policy: passThrough,
  answers: [
    measured('amplification', 1, CERTAIN),
    measured('full-share', 0.5),
    measured('fail-fast', ERROR, { quantile: 0.5, ...CERTAIN }),
  ],
};

function retried(p: number, n: number, id: string): KnownWorld {
  return {
    id,
    title: `${n} retries at once, p = ${p}`,
    shape: outage([failing(p), SLOW_ERRORS]),
    policy: atOnce(n),
    answers: [
      measured('amplification', tries(p, n), p === 1 ? CERTAIN : {}),
      measured('full-share', 1 - p ** (n + 1), p === 1 ? CERTAIN : {}),
      ...(p === 1
        ? [
            measured('fail-fast', (n + 1) * ERROR, { quantile: 0.5, ...CERTAIN }),
            counted('mean time of a failure', (n + 1) * ERROR, meanWait, CERTAIN),
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

/** Whoever comes is ten calls at the same moment, so the fullest second of the provider is ten times that of the users. */
const peaked: KnownWorld = {
  id: 'K3',
  title: '9 retries at once, errors without a wait, p = 1',
  shape: outage([failing(1)], { instant: true }),
  policy: atOnce(STORM - 1),
  answers: [
    counted('peak of calls over peak of users', STORM, crowding, CERTAIN),
    measured('attempt-dispersion', STORM, { deviation: STORM * dispersionDeviation(BETWEEN_ENDS) }),
  ],
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
    answers: [
      measured('amplification', tries(p, inner) * tries(p ** (inner + 1), outer), p === 1 ? CERTAIN : {}),
    ],
  };
}

export const retryWorlds: readonly KnownWorld[] = [
  nothing,
  single,
  ...[1, 0.5, 0.3, 0.1].map((p) => retried(p, 2, 'K2')),
  retried(1, STORM - 1, 'K3'),
  retried(0.5, STORM - 1, 'K3'),
  storm,
  peaked,
  layers(1, 2, 2),
  layers(0.5, 2, 2),
  layers(0.5, 1, 3),
  ownAccounts,
];
