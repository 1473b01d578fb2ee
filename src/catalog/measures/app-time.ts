/** What the app itself takes: queues, waits before a retry, its own work, and the little that we take ourselves. */
import type { Measure } from './measure.js';
import { quantileReading } from './derived/quantile.js';
import { timeShares } from './derived/time-shares.js';

export const appTime: Measure = {
  id: 'app-time',
  title: 'time spent in the app',
  definition:
    'Time of a whole response in which none of its attempts was open at a provider, over the requests that need the model: work and waits of the app, and our own share, which stands in the report.',
  unit: 'ms',
  better: 'less',
  distribution: true,
  phase: 'baseline',
  timed: true,
  per: 'journey',
  narrows: ['during', 'journey'],
  measure: (view, scope, quantile) => {
    const times = view.once('app-time', scope, () => ({
      ended: timeShares(view, scope).app,
      running: [],
    }));
    return quantileReading(times, quantile, 'no request had a whole response');
  },
};
