/** A modelled app in an outage that arithmetic made, without a socket. */
import type { RunRecord } from '../../src/model/record.js';
import { knownPlan, type Shape } from '../../src/simulate/known/plan.js';
import { outage } from '../../src/simulate/known/worlds.js';
import type { Policy } from '../../src/simulate/policy.js';
import { simulatedRecord } from '../../src/simulate/record.js';

export function modelled(
  policy: Policy,
  faults: Shape['faults'],
  changes: Partial<Omit<Shape, 'faults'>> = {},
): RunRecord {
  const plan = knownPlan({ title: policy.id, seed: 1, ...outage(faults, changes) });
  return simulatedRecord({ plan, policy, instances: 1, version: 'test', startedAt: '' });
}
