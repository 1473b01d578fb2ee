/**
 * Counted from when the user meant to ask, not from when we got to send: otherwise a stalled app hides
 * the very requests that it stalled (Tene).
 */
import { numbersOf } from '../../kit/list.js';
import type { ResponseRow } from '../../model/event.js';
import type { Scope } from '../../model/measurement.js';
import type { Millis } from '../../model/units.js';
import type { Measure } from './measure.js';
import { quantileReading, type Times } from './derived/quantile.js';
import type { RecordView } from './view.js';

export const latency: Measure = {
  id: 'latency',
  title: 'time to the end of the response',
  definition:
    'Time from due to the end of the response, whatever it said, over the requests that need the model. Users who gave up, and what was still open, count as longer than all others.',
  unit: 'ms',
  better: 'less',
  distribution: true,
  phase: 'outage',
  timed: true,
  per: 'journey',
  narrows: ['during', 'journey'],
  measure: (view, scope, quantile) => {
    const times = view.once('latency', scope, () => timesOf(view, scope));
    return quantileReading(times, quantile, 'no request was due in that phase');
  },
};

function timesOf(view: RecordView, scope: Scope): Times {
  const gaveUp = ({ end }: ResponseRow): boolean => end === 'deadline' || end === 'censored';
  const rows = view.responses(scope);
  const took = ({ due, ended }: ResponseRow): Millis => ended - due;
  return {
    ended: numbersOf(
      rows.where((row) => !gaveUp(row)),
      took,
    ),
    running: numbersOf(rows.where(gaveUp), took),
  };
}
