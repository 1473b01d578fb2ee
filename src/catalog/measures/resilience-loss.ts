/**
 * The area that is missing under the curve (Bruneau et al. 2003), over a time that the scenario fixes, so
 * that two runs can be compared (Cimellaro et al. 2010). It is for the eye: points are given to its parts.
 */
import { lossCurve } from './derived/loss-curve.js';
import type { Measure } from './measure.js';
import { measured, ratio, unmeasured } from './reading.js';

export const resilienceLoss: Measure = {
  id: 'resilience-loss',
  title: 'utility lost, outage and recovery together',
  definition:
    'Mean, over the seconds from the beginning of the outage to the end of the recovery in which requests were due, of what the mean utility lacked to that of the baseline, as a share of that.',
  unit: 'ratio',
  better: 'less',
  distribution: false,
  phase: 'all',
  timed: false,
  per: 'nothing',
  narrows: ['journey'],
  measure: (view, scope) => {
    const curve = lossCurve(view, scope);
    if (typeof curve === 'string') return unmeasured(curve);
    const bins = curve.seconds
      .filter(({ count }) => count > 0)
      .map(({ sum, count }) => ({ over: Math.max(0, curve.before - sum / count), under: curve.before }));
    const lost = bins.reduce((sum, { over }) => sum + over, 0);
    return measured(lost / (bins.length * curve.before), ratio(view, 'resilience-loss', bins), curve.samples);
  },
};
