/**
 * How long users were without an answer before the second provider served nearly all of them. In a partial
 * outage a good app never gets there, so nothing is scored by it.
 */
import { firstRun } from './derived/first-run.js';
import type { Measure } from './measure.js';
import { measured, unmeasured } from './reading.js';

export const failoverTime: Measure = {
  id: 'failover-time',
  title: 'time until the second provider took over',
  definition:
    'Time from the beginning of the outage to the first request of 20 in a row of which at least 18 were answered by a second provider.',
  unit: 'ms',
  better: 'less',
  distribution: false,
  phase: 'outage',
  timed: true,
  per: 'nothing',
  narrows: ['during', 'journey'],
  needs: ['second-upstream'],
  measure: (view, scope) => {
    const all = view.responses(scope);
    const opens = view.phases(scope.phase)[0]?.opens;
    if (opens === undefined || all.length === 0) return unmeasured('no request was due in that phase');
    if (!all.some((row) => row.class === 'alt')) return unmeasured('no answer came from a second provider');
    const due = firstRun(all, (row) => row.class === 'alt');
    return due === null
      ? unmeasured('the second provider never served 18 of 20 users in a row')
      : measured(due - opens, null, all.length);
  },
};
