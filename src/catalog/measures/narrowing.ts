/** What a gate may narrow a measure to, and without what in the plan it is never known. */
import type { Scenario } from '../../model/scenario.js';
import type { Measure } from './measure.js';

export type Narrow = 'during' | 'journey' | 'upstream';

/** What is counted apart for each upstream knows it; of the others these do. */
const BY_UPSTREAM = new Set(
  'sdk-retries app-retries gateway-retries attempts-per-inbound depth retries-per-request excess-load herd-synchronisation herd-pressure phase-locking waste tokens-in-vain spend-ratio retry-after-compliance early-retries long-wait-parking recovery-surge breaker-collateral'.split(
    ' ',
  ),
);
/** They look at the provider, which doesn't know who is asking for what. */
const WHATEVER_JOURNEY = new Set(
  'excess-load peak-load attempt-dispersion secondary-surge recovery-surge breaker-time-to-open breaker-failures breaker-probe-spacing breaker-probe-rate breaker-probe-concurrency attempt-ceiling ceiling-wait correlation'.split(
    ' ',
  ),
);
/** They look at outage and recovery together, or at the recovery alone. */
const OWN_PHASE = new Set(
  'failback-time failback-share recovery-time drain residual-deficit resilience-loss robustness rapidity'.split(
    ' ',
  ),
);

export function narrowsOf({ id, per }: Pick<Measure, 'id' | 'per'>): readonly Narrow[] {
  return [
    ...(OWN_PHASE.has(id) ? [] : (['during'] as const)),
    ...(WHATEVER_JOURNEY.has(id) ? [] : (['journey'] as const)),
    ...(per === 'upstream' || BY_UPSTREAM.has(id) ? (['upstream'] as const) : []),
  ];
}

type Played = Pick<Scenario, 'upstreams' | 'journeys' | 'phases'> & { readonly hasCohort: boolean };

interface Need {
  readonly of: readonly string[];
  readonly isMet: (played: Played) => boolean;
  /** Ends the sentence "It is never known here: …". */
  readonly lacks: string;
}

const NEEDS: readonly Need[] = [
  {
    of: ['lost-writes', 'duplicate-effects', 'unsafe-writes'],
    isMet: ({ journeys }) => journeys.some(({ effects }) => effects !== null),
    lacks: 'no journey says how to read back what it wrote (effects)',
  },
  {
    of: ['queue-completion', 'queue-loss', 'queue-drain', 'queue-order'],
    isMet: ({ journeys }) => journeys.some(({ queued }) => queued !== null),
    lacks: 'no journey says what work that is put off looks like (queued)',
  },
  {
    of: ['failover-time', 'secondary-surge', 'failback-time'],
    isMet: ({ upstreams }) => upstreams.length > 1,
    lacks: 'there is no second upstream',
  },
  {
    of: ['herd-synchronisation', 'herd-pressure', 'phase-locking'],
    isMet: ({ hasCohort }) => hasCohort,
    lacks: 'no cohort fails at one moment',
  },
  {
    of: ['failback-time', 'failback-share', 'recovery-time', 'drain', 'residual-deficit', 'recovery-surge'],
    isMet: ({ phases }) => phases.some(({ role }) => role === 'recovery'),
    lacks: 'no phase is a recovery',
  },
  {
    of: ['bystander-failure-share'],
    isMet: ({ journeys }) => journeys.some(({ needsModel, traffic }) => !needsModel && traffic > 0),
    lacks: 'no journey does without the model',
  },
];

/** Why a measure is never known in such a run; null where nothing speaks against it. */
export function neverKnown(id: string, played: Played): string | null {
  return NEEDS.find(({ of, isMet }) => of.includes(id) && !isMet(played))?.lacks ?? null;
}
