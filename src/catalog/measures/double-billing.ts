/** Two whole answers to one question are two on the bill: of a hedge, or of a retry of what was only late. */
import type { Call } from './derived/calls.js';
import { whereJoined } from './correlation.js';
import type { Measure } from './measure.js';
import { isFailed } from './derived/outcome.js';
import { share, unmeasured } from './reading.js';

export const doubleBilling: Measure = {
  id: 'double-billing',
  title: 'calls that were billed twice',
  definition:
    'Share of the calls of which two or more attempts were answered to the end, at one upstream. Steps of an agent are calls of their own; the same question at two providers isn’t seen.',
  unit: 'ratio',
  better: 'less',
  distribution: false,
  phase: 'outage',
  timed: false,
  per: 'upstream',
  narrows: ['during', 'journey', 'upstream'],
  measure: whereJoined((view, scope) => {
    let calls = 0;
    let twice = 0;
    for (const call of view.calls(scope)) {
      calls += 1;
      if (isTwice(call)) twice += 1;
    }
    return calls === 0 ? unmeasured('the app called no upstream in that phase') : share(twice, calls);
  }),
};

function isTwice(call: Call): boolean {
  if (call.tries === 1) return false;
  let whole = 0;
  for (const attempt of call.attempts) if (!isFailed(attempt)) whole += 1;
  return whole > 1;
}
