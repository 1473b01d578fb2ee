/** Who is shed should know at once: a refusal that took its time has used up what shedding was to save. */
import type { Measure } from './measure.js';
import { quantileReading } from './quantile.js';

export const shedLatency: Measure = {
  id: 'shed-latency',
  title: 'time until users are turned away',
  definition:
    'Time from the moment when a request was due until an honest error had ended it, of the requests that caused no call upstream.',
  unit: 'ms',
  better: 'less',
  distribution: true,
  phase: 'outage',
  timed: true,
  per: 'journey',
  measure: (view, scope, quantile) => {
    const times = view
      .responses(scope)
      .filter((row) => row.class === 'honest-error' && view.attemptsOf(row.inbound).length === 0)
      .map((row) => row.ended - row.due);
    return quantileReading(
      { ended: times, running: [] },
      quantile,
      'nobody was refused without a call upstream',
    );
  },
};
