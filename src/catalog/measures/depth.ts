/**
 * How deep one request can go: a mean hides that a few users cost twenty calls. Its highest value shows how
 * many tries the app is set to make.
 */
import { howMany, numbersOf } from '../../kit/list.js';
import { whereJoined } from './correlation.js';
import type { Measure } from './measure.js';
import { quantileReading } from './derived/quantile.js';
import { unmeasured } from './reading.js';

export const depth: Measure = {
  id: 'depth',
  title: 'attempts that one request caused',
  definition:
    'Attempts that a request of the phase caused, whenever they started, shared ones included; over the requests that need the model.',
  unit: 'count',
  better: 'less',
  distribution: true,
  phase: 'outage',
  timed: false,
  per: 'nothing',
  narrows: ['during', 'journey', 'upstream'],
  measure: whereJoined((view, scope, quantile) => {
    const rows = view.responses(scope);
    if (rows.length === 0) return unmeasured('no request was due in that phase');
    const { upstream } = scope;
    const counts = view.once('depth', scope, () => ({
      ended: numbersOf(rows, ({ inbound }) =>
        howMany(view.attemptsOf(inbound), (row) => upstream === null || row.upstream === upstream),
      ),
      running: [],
    }));
    return quantileReading(counts, quantile, 'no request was due in that phase');
  }),
};
