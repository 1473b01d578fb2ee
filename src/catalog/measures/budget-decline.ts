/**
 * Retries that a budget pays for end when it is spent (Finagle, gRPC A6, the AWS SDKs); others are as many in the
 * second hour of an outage as in its first second. 1 is flat; (1 + b)/(n + 1) is n retries that end at a share b.
 */
import { budgetOf } from './derived/budget.js';
import type { Measure } from './measure.js';
import { measured, unmeasured } from './reading.js';

export const budgetDecline: Measure = {
  id: 'budget-decline',
  title: 'calls per request late against early',
  definition:
    'Attempts per call that no attempt answered, in the later half of the time in which calls failed, divided by the same in its first 2 s (or first 20 such calls); 1 is flat. Of calls that failed for 10 s, at the upstream where most did, while no breaker held them back.',
  unit: 'ratio',
  better: 'less',
  distribution: false,
  phase: 'outage',
  timed: false,
  per: 'upstream',
  narrows: ['during', 'journey', 'upstream'],
  measure: (view, scope) => {
    const budget = budgetOf(view, scope);
    return budget.is === 'untold'
      ? unmeasured(budget.because)
      : measured(budget.ratio, budget.interval, budget.calls);
  },
};
