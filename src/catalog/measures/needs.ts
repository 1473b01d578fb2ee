/** What the plan must have for a measure ever to be known. */
import type { Scenario } from '../../model/scenario.js';

type Played = Pick<Scenario, 'upstreams' | 'journeys' | 'phases'>;

interface Need {
  readonly isMet: (played: Played) => boolean;
  /** Ends the sentence "It is never known here: …". */
  readonly lacks: string;
}

export type NeedName = 'ledger' | 'queue' | 'second-upstream' | 'cohort' | 'recovery' | 'bystanders';

const NEEDS: Readonly<Record<NeedName, Need>> = {
  ledger: {
    isMet: ({ journeys }) => journeys.some(({ effects }) => effects !== null),
    lacks: 'no journey says how to read back what it wrote (effects)',
  },
  queue: {
    isMet: ({ journeys }) => journeys.some(({ queued }) => queued !== null),
    lacks: 'no journey says what work that is put off looks like (queued)',
  },
  'second-upstream': {
    isMet: ({ upstreams }) => upstreams.length > 1,
    lacks: 'there is no second upstream',
  },
  cohort: {
    isMet: ({ phases }) => phases.some(({ cohorts }) => cohorts.length > 0),
    lacks: 'no cohort fails at one moment',
  },
  recovery: {
    isMet: ({ phases }) => phases.some(({ role }) => role === 'recovery'),
    lacks: 'no phase is a recovery',
  },
  bystanders: {
    isMet: ({ journeys }) => journeys.some(({ needsModel, traffic }) => !needsModel && traffic > 0),
    lacks: 'no journey does without the model',
  },
};

/** The first thing that such a run lacks; null where nothing speaks against the measure. */
export function lackOf(needs: readonly NeedName[], played: Played): string | null {
  const unmet = needs.find((need) => !NEEDS[need].isMet(played));
  return unmet === undefined ? null : NEEDS[unmet].lacks;
}
