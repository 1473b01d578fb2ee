/**
 * Retry-After ignored, weighed by how often: a rare early retry is harmless. The
 * share is taken over the attempts that were followed by another, as 2.5 defines it.
 */
import { askedToWait } from './derived/asked-to-wait.js';
import { whereJoined } from './correlation.js';
import type { Measure } from './measure.js';
import { measured, share, unmeasured } from './reading.js';
import { retriesOf } from './retries-per-request.js';

export const earlyRetries: Measure = {
  id: 'early-retries',
  title: 'retries before Retry-After',
  definition:
    'Share of the retries after a Retry-After that came too early, times the retries per request (at most 1).',
  unit: 'ratio',
  better: 'less',
  distribution: false,
  phase: 'outage',
  timed: false,
  per: 'nothing',
  narrows: ['during', 'journey', 'upstream'],
  measure: whereJoined((view, scope) => {
    const all = askedToWait(view, scope);
    if (all.length === 0) return unmeasured('no call was answered with a Retry-After');
    const retried = all.filter(({ waited }) => waited !== null);
    const requests = view.responses(scope).length;
    // Told to wait and never came back: that is as obedient as can be.
    if (retried.length === 0 || requests === 0) return measured(0, { low: 0, high: 0 }, all.length);
    const weight = Math.min(1, retriesOf(view, scope) / requests);
    const early = share(retried.filter(({ isEarly }) => isEarly).length, retried.length);
    if (early.state === 'unmeasured') return early;
    const { low, high } = early.interval ?? { low: early.value, high: early.value };
    return measured(early.value * weight, { low: low * weight, high: high * weight }, retried.length);
  }),
};
