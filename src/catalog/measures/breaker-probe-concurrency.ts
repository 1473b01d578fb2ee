/** A half-open breaker should send one call: some let through whoever comes until the first answer is there. */
import { backlogOf } from './derived/backlog.js';
import { breakerOf } from './derived/breaker.js';
import { FEWEST_PROBES, tooFew } from './breaker-probe-rate.js';
import { probesOf } from './breaker-probe-spacing.js';
import { whereJoined } from './correlation.js';
import type { Measure } from './measure.js';
import { measured, unmeasured } from './reading.js';

export const breakerProbeConcurrency: Measure = {
  id: 'breaker-probe-concurrency',
  title: 'probes at once',
  definition:
    'Most attempts in flight at once of those that began while users’ calls are held back; of at least three calls.',
  unit: 'count',
  better: 'less',
  distribution: false,
  phase: 'outage',
  timed: false,
  per: 'upstream',
  narrows: ['during', 'upstream'],
  measure: whereJoined((view, scope) => {
    const breaker = breakerOf(view, scope);
    if (breaker.is === 'untold') return unmeasured(breaker.because);
    if (breaker.is === 'closed') return unmeasured('the app never held its calls back');
    const { from, until, watch } = breaker;
    const calls = probesOf(view, breaker).length;
    if (calls < FEWEST_PROBES) return unmeasured(tooFew(calls));
    const probes = view
      .attempts({ upstream: watch.upstream })
      .where(({ started }) => started >= from && started < until);
    // What takes no time at all is open at no moment, and one all the same.
    return measured(Math.max(1, backlogOf(probes).peak(from, until)), null, probes.length);
  }),
};
