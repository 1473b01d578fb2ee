/**
 * Hedging buys a short tail for few requests more: Dean and Barroso (2013) paid 2 % for it. In an outage the
 * same rule doubles the load.
 */
import { howMany } from '../../kit/list.js';
import { hedgesOf } from './derived/hedges.js';
import { whereJoined } from './correlation.js';
import type { Measure } from './measure.js';
import { share } from './reading.js';

export const hedgeShare: Measure = {
  id: 'hedge-share',
  title: 'calls that were hedged',
  definition:
    'Share of the calls of which another attempt began more than 50 ms before an earlier one had ended, or answered while it was open; callers that give up without closing their connection look the same.',
  unit: 'ratio',
  better: 'less',
  distribution: false,
  phase: 'outage',
  timed: false,
  per: 'upstream',
  narrows: ['during', 'journey', 'upstream'],
  measure: whereJoined((view, scope) => {
    const calls = view.calls(scope);
    if (calls.length === 0)
      return { state: 'unmeasured', because: 'the app called no upstream in that phase' };
    return share(
      howMany(calls, (call) => hedgesOf(call).length > 0),
      calls.length,
    );
  }),
};
