/** What an open breaker still sends. One that every instance of an app keeps for itself sends as many times as much. */
import { breakerOf } from './derived/breaker.js';
import { probesOf } from './breaker-probe-spacing.js';
import { countWithin } from './derived/calls.js';
import { whereJoined } from './correlation.js';
import type { Measure } from './measure.js';
import { measured, unmeasured } from './reading.js';

export const breakerProbeRate: Measure = {
  id: 'breaker-probe-rate',
  title: 'probes a second',
  definition:
    'Attempts a second while users’ calls are held back, tries of one call counted each; of at least three calls.',
  unit: 'per-second',
  better: 'less',
  distribution: false,
  phase: 'outage',
  timed: true,
  per: 'upstream',
  narrows: ['during', 'upstream'],
  measure: whereJoined((view, scope) => {
    const breaker = breakerOf(view, scope);
    if (breaker.is === 'untold') return unmeasured(breaker.because);
    if (breaker.is === 'closed') return unmeasured('the app never held its calls back');
    const { from, watch } = breaker;
    // A fault may be planned for longer than users come.
    const until = Math.min(breaker.until, view.record.plan.phases.at(-1)?.closes ?? Infinity);
    const calls = probesOf(view, breaker).length;
    if (calls < FEWEST_PROBES) return unmeasured(tooFew(calls));
    const attempts = countWithin(view.starts(watch.upstream), from, until);
    return measured((attempts * 1_000) / (until - from), null, attempts);
  }),
};

export const FEWEST_PROBES = 3;

export function tooFew(calls: number): string {
  return `only ${calls} calls were made while calls were held back`;
}
