/** An acknowledgement is a promise: work that was taken in and never done is worse than work refused. */
import { LOST_WORK, WAITING_WORK } from '../answers/classify.js';
import type { ResponseRow } from '../../model/event.js';
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
  measure: (view, scope) => {
    const accepted = view.responses(scope).filter((row) => row.class === 'queued' || isLost(row));
    if (accepted.length === 0) return unmeasured('no request was acknowledged for later');
    const waiting = accepted.filter(({ why }) => why === WAITING_WORK).length;
    if (waiting === accepted.length)
      return unmeasured('all acknowledged work still waited when the run ended');
    return share(accepted.filter(isLost).length, accepted.length - waiting, waiting);
  },
};

export function isLost({ why }: ResponseRow): boolean {
  return why === LOST_WORK;
}
