/** The part of a latency that no change of the app can take away, but fewer calls, or calls side by side. */
import type { Measure } from './measure.js';
import { quantileReading } from './derived/quantile.js';
import { timeShares } from './derived/time-shares.js';

export const providerTime: Measure = {
  id: 'provider-time',
  title: 'time spent at the providers',
  definition:
    'Time of a whole response in which at least one of its attempts was open at a provider, over the requests that need the model.',
  unit: 'ms',
  better: 'less',
  distribution: true,
  phase: 'baseline',
  timed: true,
  per: 'journey',
  narrows: ['during', 'journey'],
  measure: (view, scope, quantile) => {
    const times = view.once('provider-time', scope, () => ({
      ended: timeShares(view, scope).providers,
      running: [],
    }));
    return quantileReading(times, quantile, 'no request had a whole response');
  },
};
