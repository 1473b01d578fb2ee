/** Users of a cohort are numbered after all ordinary ones, so that they move nobody's dice. */
import type { Cohort, Plan } from '../../model/plan.js';

export function cohortOf({ cohorts }: Pick<Plan, 'cohorts'>, inbound: number): Cohort | null {
  for (const cohort of cohorts)
    if (inbound >= cohort.firstInbound && inbound < cohort.firstInbound + cohort.size) return cohort;
  return null;
}
