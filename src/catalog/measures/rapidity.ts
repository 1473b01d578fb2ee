/** How steeply an app climbs back: what it had lost, for each second that it took. */
import { lossCurve, lowest } from './derived/loss-curve.js';
import type { Measure } from './measure.js';
import { measured, unmeasured } from './reading.js';
import { recoveryTime } from './recovery-time.js';

export const rapidity: Measure = {
  id: 'rapidity',
  title: 'utility won back in a second',
  definition:
    'What the lowest mean utility over two seconds lacked to the baseline, divided by the recovery time, at least a second.',
  unit: 'per-second',
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
    if (least === null) return unmeasured('requests were due too rarely for a mean over two seconds');
    if (least >= curve.before) return unmeasured('nothing was lost');
    const took = recoveryTime.measure(view, { ...scope, phase: 'recovery' }, null);
    if (took.state === 'unmeasured') return took;
    if (took.censored) return unmeasured('the app was not back to normal when the run ended');
    return measured((curve.before - least) / Math.max(1, took.value / 1000), null, curve.samples);
  },
};
