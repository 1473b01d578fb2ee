/** The same plan with more users, or fewer: every rate changes by one factor, and arrivals are drawn anew. */
import { drawSchedule, scheduleHash } from '../catalog/arrivals/draw.js';
import type { Plan, PlannedPhase } from '../model/plan.js';

export function withUsers(plan: Plan, users: number): Plan {
  if (plan.arrivals.kind !== 'open' || plan.arrivals.count === 0) return plan;
  return withRates(plan, users / plan.arrivals.count);
}

export function withRates(plan: Plan, factor: number): Plan {
  if (plan.arrivals.kind !== 'open') return plan;
  const phases = plan.phases.map((phase) => scaled(phase, factor));
  const schedule = drawSchedule({ ...plan, phases });
  return {
    ...plan,
    phases,
    cohorts: plan.cohorts.map((cohort, index) => ({
      ...cohort,
      firstInbound: plan.cohorts.slice(0, index).reduce((sum, { size }) => sum + size, schedule.count),
    })),
    arrivals: { ...plan.arrivals, count: schedule.count, hash: scheduleHash(schedule) },
  };
}

function scaled(phase: PlannedPhase, factor: number): PlannedPhase {
  const { load } = phase;
  if (load.kind !== 'open' || load.rate.kind !== 'per-second') return phase;
  return { ...phase, load: { ...load, rate: { kind: 'per-second', value: load.rate.value * factor } } };
}
