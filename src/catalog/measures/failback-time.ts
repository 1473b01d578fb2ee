/**
 * How long users stay with the second provider once the first is well. It starts where failover ended, and
 * is looked for in the same way.
 */
import { firstRun, RUN } from './derived/first-run.js';
import type { Measure } from './measure.js';
import { measured, unmeasured } from './reading.js';
import { recoveryOf } from './derived/stretch.js';

export const failbackTime: Measure = {
  id: 'failback-time',
  title: 'time until back at the first provider',
  definition:
    'Time from the end of the last outage to the first request of 20 in a row of which at least 18 got a full answer from the first provider; only where a second one had answered before.',
  unit: 'ms',
  better: 'less',
  distribution: false,
  phase: 'recovery',
  timed: true,
  per: 'nothing',
  narrows: ['journey'],
  needs: ['second-upstream', 'recovery'],
  measure: (view, { journey }) => {
    const stretch = recoveryOf(view);
    if (stretch === null) return unmeasured('the run had no recovery phase');
    if (!view.responses({ journey }).some((row) => row.class === 'alt'))
      return unmeasured('no answer came from a second provider');
    const rows = view.responses({ journey }).where(({ due }) => due >= stretch.opens && due < stretch.closes);
    if (rows.length < RUN) return unmeasured(`fewer than ${RUN} requests were due in the recovery`);
    const due = firstRun(rows, (row) => row.class === 'full');
    if (due !== null) return measured(due - stretch.opens, null, rows.length);
    const watched = stretch.closes - stretch.opens;
    return { state: 'measured', value: watched, interval: null, censored: true, samples: rows.length };
  },
};
