/**
 * What is still missing when the watch ends: an outage that outlives its cause by the app's own load is
 * metastable (Bronson et al., HotOS 2021; Huang et al., OSDI 2022). It can't tell that from a queue that
 * drains slowly; a longer recovery phase can.
 */
import type { Measure } from './measure.js';
import { measured, unmeasured } from './reading.js';
import { settledRows } from './stretch.js';
import { meanUtility } from './utility.js';

export const residualDeficit: Measure = {
  id: 'residual-deficit',
  title: 'still missing at the end',
  definition:
    'One minus the mean utility of the last 40 % of the recovery, divided by that of the baseline; never below zero.',
  unit: 'ratio',
  better: 'less',
  distribution: false,
  phase: 'recovery',
  timed: false,
  per: 'nothing',
  measure: (view, scope) => {
    const rows = settledRows(view, scope.journey);
    if (rows === null) return unmeasured('the run had no recovery phase');
    const after = meanUtility(view, rows);
    const before = meanUtility(view, view.responses({ phase: 'baseline', journey: scope.journey }));
    if (after.state === 'unmeasured') return unmeasured('no request was due at the end of the recovery');
    if (before.state === 'unmeasured' || before.value <= 0)
      return unmeasured('the baseline gave users nothing');
    const deficit = (value: number): number => Math.max(0, 1 - value / before.value);
    const ends = after.interval ?? { low: after.value, high: after.value };
    return measured(
      deficit(after.value),
      { low: deficit(ends.high), high: deficit(ends.low) },
      after.samples,
    );
  },
};
