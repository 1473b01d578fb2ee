/**
 * Counted from when the user meant to ask, not from when we got to send: otherwise a stalled app hides
 * the very requests that it stalled (Tene).
 */
import type { Measure } from './measure.js';
import { quantileReading } from './quantile.js';

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
  measure: (view, scope, quantile) => {
    const ended: number[] = [];
    const running: number[] = [];
    for (const row of view.responses(scope)) {
      const gaveUp = row.end === 'deadline' || row.end === 'censored';
      (gaveUp ? running : ended).push(row.ended - row.due);
    }
    return quantileReading({ ended, running }, quantile, 'no request was due in that phase');
  },
};
