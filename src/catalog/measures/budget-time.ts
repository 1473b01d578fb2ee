/** How long what was saved for retries lasts: the AWS SDKs’ 500 tokens pay for 100, 2.5 s of two retries for 20 users a second. */
import { budgetOf } from './derived/budget.js';
import type { Measure } from './measure.js';
import { measured, unmeasured } from './reading.js';

export const budgetTime: Measure = {
  id: 'budget-time',
  title: 'time until retries are spent',
  definition:
    'Where attempts per failed call decline for certain: their sum above the late level over time, divided by how far the first 2 s lie above it. That is the time constant of a decline that slows down, and the length of one that ends at once.',
  unit: 'ms',
  better: 'less',
  distribution: false,
  phase: 'outage',
  timed: true,
  per: 'upstream',
  narrows: ['during', 'journey', 'upstream'],
  measure: (view, scope) => {
    const budget = budgetOf(view, scope);
    if (budget.is === 'untold') return unmeasured(budget.because);
    if (budget.interval.high >= 1) return unmeasured('retries didn’t become fewer');
    return measured(budget.lasts, null, budget.calls);
  },
};
