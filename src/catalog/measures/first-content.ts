/**
 * What a user of a stream feels: the first piece of text, not the first byte of a header or an empty
 * delta (AIPerf drops those too).
 */
import { numbersOf } from '../../kit/list.js';
import type { Measure } from './measure.js';
import { quantileReading } from './derived/quantile.js';

export const firstContent: Measure = {
  id: 'first-content',
  title: 'time to the first piece of the answer',
  definition:
    'Time from due to the first content that is not empty, over the requests that need the model and got any.',
  unit: 'ms',
  better: 'less',
  distribution: true,
  phase: 'outage',
  timed: true,
  per: 'journey',
  narrows: ['during', 'journey'],
  measure: (view, scope, quantile) => {
    const times = view.once('first-content', scope, () => {
      const begun = view.responses(scope).where(({ firstContent }) => firstContent !== null);
      const ended = numbersOf(begun, ({ firstContent, due }) => (firstContent ?? due) - due);
      return { ended, running: [] };
    });
    return quantileReading(times, quantile, 'no response had any content');
  },
};
