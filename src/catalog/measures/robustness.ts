/** The bottom of the resilience curve: what was left to users when it was worst. */
import { lossCurve, lowest } from './derived/loss-curve.js';
import type { Measure } from './measure.js';
import { measured, unmeasured } from './reading.js';

export const robustness: Measure = {
  id: 'robustness',
  title: 'utility when it was worst',
  definition:
    'Lowest mean utility over two seconds, from the beginning of the outage to the end of the recovery.',
  unit: 'ratio',
  better: 'more',
  distribution: false,
  phase: 'all',
  timed: false,
  per: 'nothing',
  narrows: ['journey'],
  measure: (view, scope) => {
    const curve = lossCurve(view, scope);
    if (typeof curve === 'string') return unmeasured(curve);
    const least = lowest(curve);
    return least === null
      ? unmeasured('requests were due too rarely for a mean over two seconds')
      : measured(least, null, curve.samples);
  },
};
