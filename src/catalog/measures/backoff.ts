/**
 * The first delay matters most: over a hundred retry settings it had about twice the influence of growth and
 * number (Aderaldo and Mendonça, SBES 2023).
 */
import { gapsOf } from './derived/gaps.js';
import type { Measure } from './measure.js';
import { quantileReading } from './derived/quantile.js';

export const backoff: Measure = {
  id: 'backoff',
  title: 'wait before the first retry',
  definition:
    'Time from the end of a failed attempt until the first retry of the same call begins, cohorts included; retries that begin while the attempt is still open don’t count. The median where no quantile is named.',
  unit: 'ms',
  better: 'more',
  distribution: true,
  phase: 'outage',
  timed: true,
  per: 'upstream',
  narrows: ['during', 'journey', 'upstream'],
  measure: (view, scope, quantile) => {
    const times = view.once('backoff', scope, () => {
      const ended: number[] = [];
      for (const { rank, length } of gapsOf(view, scope)) if (rank === 1) ended.push(length);
      return { ended, running: [] };
    });
    return quantileReading(times, quantile ?? 0.5, 'nothing that failed was tried again');
  },
};
