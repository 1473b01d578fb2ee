/** An acknowledgement is a promise: work that was taken in and never done is worse than work refused. */
import { WAITING_WORK } from '../answers/classify.js';
import { acceptedIn, isLost } from './derived/deferred.js';
import type { Measure } from './measure.js';
import { share, unmeasured } from './reading.js';

export const queueLoss: Measure = {
  id: 'queue-loss',
  title: 'acknowledged work that was lost',
  definition:
    'Share of the requests that were acknowledged for later which were never done; what was still waiting at the end of the run is taken for either.',
  unit: 'ratio',
  better: 'less',
  distribution: false,
  phase: 'outage',
  timed: false,
  per: 'journey',
  narrows: ['during', 'journey'],
  needs: ['queue'],
  measure: (view, scope) => {
    const accepted = acceptedIn(view, scope);
    if (accepted.length === 0) return unmeasured('no request was acknowledged for later');
    const waiting = accepted.filter(({ why }) => why === WAITING_WORK).length;
    if (waiting === accepted.length)
      return unmeasured('all acknowledged work still waited when the run ended');
    return share(accepted.filter(isLost).length, accepted.length - waiting, waiting);
  },
};
