/** Users of a cohort are numbered after all ordinary ones, so that they move nobody's dice. */
import type { Cohort, Plan } from '../../model/plan.js';
import type { Millis } from '../../model/units.js';

export function cohortOf({ cohorts }: Pick<Plan, 'cohorts'>, inbound: number): Cohort | null {
  for (const cohort of cohorts)
    if (inbound >= cohort.firstInbound && inbound < cohort.firstInbound + cohort.size) return cohort;
  return null;
}

/** Evenly over the time that it takes them to come; `member` counts from 0. */
export function cohortDue({ opens, within, size }: Cohort, member: number): Millis {
  return opens + (within * member) / size;
}

/** Its index among the journeys of the plan. */
export function journeyOfCohort({ journeys }: Pick<Plan, 'journeys'>, { journey }: Cohort): number {
  return Math.max(
    0,
    journeys.findIndex(({ name }) => name === journey),
  );
}
