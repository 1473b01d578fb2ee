import type { Millis } from '../../model/units.js';
import type { WirePlan } from '../../model/wire.js';

/** The time that a plan takes from its beginning to its end, or to where it stands still. */
export function timeOf(plan: WirePlan): Millis {
  let time = 0;
  for (const step of plan) time += step.after;
  return time;
}

/** True for a plan that has no end of its own. */
export function standsStill(plan: WirePlan): boolean {
  return plan.at(-1)?.do === 'hang';
}
