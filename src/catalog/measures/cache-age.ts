/** How old the saved answers were that users got: an hour of an outage makes them an hour older. */
import type { Measure } from './measure.js';
import { quantileReading } from './derived/quantile.js';

export const cacheAge: Measure = {
  id: 'cache-age',
  title: 'age of saved answers',
  definition:
    'Time between the moment when a saved answer was made and the moment when the request that got it was due, marked or not; answers of an earlier run, whose age isn’t known, are left out.',
  unit: 'ms',
  better: 'less',
  distribution: true,
  phase: 'outage',
  timed: false,
  per: 'journey',
  narrows: ['during', 'journey'],
  measure: (view, scope, quantile) => {
    const ages = view.once('cache-age', scope, () => ({
      ended: view.responses(scope).flatMap(({ age }) => age ?? []),
      running: [],
    }));
    return quantileReading(ages, quantile ?? 0.5, 'nobody got a saved answer of known age');
  },
};
