/** Who is shed should know at once: a refusal that took its time has used up what shedding was to save. */
import { numbersOf } from '../../kit/list.js';
import type { ResponseRow } from '../../model/event.js';
import { whereJoined } from './correlation.js';
import type { Measure } from './measure.js';
import { quantileReading } from './derived/quantile.js';
import type { RecordView } from './view.js';

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
  narrows: ['during', 'journey'],
  measure: whereJoined((view, scope, quantile) => {
    const times = view.once('shed-latency', scope, () => ({
      ended: numbersOf(
        view.responses(scope).where((row) => row.class === 'honest-error' && hasNoCall(view, row)),
        ({ due, ended }) => ended - due,
      ),
      running: [],
    }));
    return quantileReading(times, quantile, 'nobody was refused without a call upstream');
  }),
};

function hasNoCall(view: RecordView, { inbound }: ResponseRow): boolean {
  return view.attemptsOf(inbound).length === 0;
}
