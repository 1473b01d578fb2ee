/** Work that was promised and has been done by the time that we stop looking: what still waits is no help yet. */
import { howMany } from '../../kit/list.js';
import { WAITING_WORK } from '../answers/classify.js';
import { acceptedIn, isLost } from './derived/deferred.js';
import type { Measure } from './measure.js';
import { share, unmeasured } from './reading.js';

export const queueCompletion: Measure = {
  id: 'queue-completion',
  title: 'acknowledged work that was done in time',
  definition:
    'Share of the requests that were acknowledged for later which were done when the run ended; what was lost and what was still waiting is missing from it.',
  unit: 'ratio',
  better: 'more',
  distribution: false,
  phase: 'outage',
  timed: false,
  per: 'journey',
  narrows: ['during', 'journey'],
  needs: ['queue'],
  measure: (view, scope) => {
    const accepted = acceptedIn(view, scope);
    if (accepted.length === 0) return unmeasured('no request was acknowledged for later');
    const done = howMany(accepted, (row) => row.why !== WAITING_WORK && !isLost(row));
    return share(done, accepted.length);
  },
};
