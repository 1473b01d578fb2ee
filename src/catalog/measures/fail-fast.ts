/**
 * A refusal that takes as long as an answer helps nobody: load shedding and breakers are worth what they
 * save in time (SRE book, chapter 22).
 */
import { numbersOf } from '../../kit/list.js';
import type { Measure } from './measure.js';
import { quantileReading } from './derived/quantile.js';

export const failFast: Measure = {
  id: 'fail-fast',
  title: 'time to an honest error',
  definition: 'Time from due to the end, over the requests that need the model and ended in an honest error.',
  unit: 'ms',
  better: 'less',
  distribution: true,
  phase: 'outage',
  timed: true,
  per: 'nothing',
  narrows: ['during', 'journey'],
  measure: (view, scope, quantile) => {
    const times = view.once('fail-fast', scope, () => {
      const errors = view.responses(scope).where((row) => row.class === 'honest-error');
      return { ended: numbersOf(errors, ({ due, ended }) => ended - due), running: [] };
    });
    return quantileReading(times, quantile, 'there was no honest error');
  },
};
