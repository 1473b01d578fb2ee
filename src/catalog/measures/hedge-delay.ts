/** How long an app waits for the first attempt before it sends another: too short, and every call is paid twice. */
import { hedgesOf } from './derived/hedges.js';
import type { Measure } from './measure.js';
import { quantileReading } from './derived/quantile.js';

export const hedgeDelay: Measure = {
  id: 'hedge-delay',
  title: 'wait before a hedge',
  definition:
    'Time from the beginning of a call to the first further attempt that began while an earlier one was still open. The median where no quantile is named.',
  unit: 'ms',
  better: 'more',
  distribution: true,
  phase: 'outage',
  timed: true,
  per: 'upstream',
  narrows: ['during', 'journey', 'upstream'],
  measure: (view, scope, quantile) => {
    const delays = view.once('hedge-delay', scope, () => ({
      ended: view.calls(scope).flatMap((call) => hedgesOf(call)[0] ?? []),
      running: [],
    }));
    return quantileReading(delays, quantile ?? 0.5, 'no call was hedged');
  },
};
