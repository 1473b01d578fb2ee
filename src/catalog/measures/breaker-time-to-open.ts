/**
 * How long an app goes on knocking at a door that stays shut. Retry budgets and queues that fill up look the
 * same from outside, and are as welcome. Where most calls fail and they never stop, the whole outage is a
 * lower bound.
 */
import { breakerOf } from './derived/breaker.js';
import type { Measure } from './measure.js';
import { measured, unmeasured } from './reading.js';

export const breakerTimeToOpen: Measure = {
  id: 'breaker-time-to-open',
  title: 'time until calls stop',
  definition:
    'Time from the beginning of the outage until the next calls of users, at least 20 to be expected and a second long, fall to a tenth of what users caused at baseline; at the upstream that fails and that most calls went to.',
  unit: 'ms',
  better: 'less',
  distribution: false,
  phase: 'outage',
  timed: true,
  per: 'upstream',
  narrows: ['during', 'upstream'],
  measure: (view, scope) => {
    const breaker = breakerOf(view, scope);
    if (breaker.is === 'untold') return unmeasured(breaker.because);
    const { opens, closes } = breaker.watch;
    const samples = view.attempts({ phase: scope.phase, upstream: breaker.watch.upstream }).length;
    if (breaker.is === 'open') return measured(breaker.from - opens, null, samples);
    return { state: 'measured', value: closes - opens, interval: null, censored: true, samples };
  },
};
