/**
 * What one user's request costs the providers, steps and retries together. Below 1 a breaker, a cache or
 * coalescing kept calls back.
 */
import { whereJoined } from './correlation.js';
import type { Measure } from './measure.js';
import { measured, ratio, secondsOf, unmeasured } from './reading.js';

export const attemptsPerInbound: Measure = {
  id: 'attempts-per-inbound',
  title: 'attempts per request of a user',
  definition:
    'Attempts that the requests of the phase caused, whenever they started, per request that needs the model.',
  unit: 'factor',
  better: 'less',
  distribution: false,
  phase: 'outage',
  timed: false,
  per: 'nothing',
  narrows: ['during', 'journey', 'upstream'],
  measure: whereJoined((view, scope) => {
    const rows = view.responses(scope);
    if (rows.length === 0) return unmeasured('no request was due in that phase');
    const seconds = secondsOf(view, scope);
    let attempts = 0;
    for (const { due } of rows) seconds.add(due, 0, 1);
    for (const { inbound } of view.attempts(scope)) {
      const cause = inbound === null ? undefined : view.response(inbound);
      if (cause === undefined || view.journey(cause.journey)?.needsModel !== true) continue;
      attempts += 1;
      seconds.add(cause.due, 1, 0);
    }
    return measured(attempts / rows.length, ratio(view, 'attempts-per-inbound', seconds.bins), rows.length);
  }),
};
