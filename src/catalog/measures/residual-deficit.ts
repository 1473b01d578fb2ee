/**
 * What is still missing when the watch ends: an outage that outlives its cause by the app's own load is
 * metastable (Bronson et al., HotOS 2021; Huang et al., OSDI 2022). It can't tell that from a queue that
 * drains slowly; a longer recovery phase can.
 */
import { quotientOf, type Told } from '../../kit/statistics.js';
import type { Measure, Reading } from './measure.js';
import { measured, unmeasured } from './reading.js';
import { settledRows } from './derived/stretch.js';
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
  narrows: ['journey'],
  needs: ['recovery'],
  measure: (view, scope) => {
    const rows = settledRows(view, scope.journey);
    if (rows === null) return unmeasured('the run had no recovery phase');
    const after = meanUtility(view, rows);
    const before = meanUtility(view, view.responses({ phase: 'baseline', journey: scope.journey }));
    if (rows.length === 0) return unmeasured('no request was due at the end of the recovery');
    if (after.state === 'unmeasured') return after;
    if (before.state === 'unmeasured') return unmeasured('there was no request at baseline to compare with');
    if (before.value <= 0) return unmeasured('the baseline gave users nothing');
    const left = quotientOf(told(after), told(before));
    const interval = { low: Math.max(0, 1 - left.high), high: Math.max(0, 1 - left.low) };
    return measured(Math.max(0, 1 - after.value / before.value), interval, after.samples);
  },
};

function told({ value, interval }: Extract<Reading, { state: 'measured' }>): Told {
  return { value, ...(interval ?? { low: value, high: value }) };
}
