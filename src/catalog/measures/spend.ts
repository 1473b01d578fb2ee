/** What the run would have cost with a real provider. Retries, hedges and a second provider all add to it. */
import { billOf } from './derived/bill.js';
import { whereJoined } from './correlation.js';
import type { Measure } from './measure.js';
import { pricedAt } from './derived/prices.js';
import { measured, unmeasured } from './reading.js';

export const spend: Measure = {
  id: 'spend',
  title: 'cost at list price',
  definition: `US dollars for the tokens of the attempts that requests of the phase caused, where the provider accepted the call, at list prices read in ${pricedAt()}; cached input and batches aren’t told apart.`,
  unit: 'usd',
  better: 'less',
  distribution: false,
  phase: 'outage',
  timed: false,
  per: 'upstream',
  narrows: ['during', 'journey', 'upstream'],
  measure: whereJoined((view, scope) => {
    const attempts = view.attempts(scope);
    if (attempts.length === 0) return unmeasured('the app called no upstream in that phase');
    const bill = billOf(attempts);
    return bill.state === 'unpriced' ? unmeasured(bill.because) : measured(bill.usd, null, bill.attempts);
  }),
};
