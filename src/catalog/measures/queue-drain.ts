/** How long after an outage the last one has what was promised to everybody: K/(m − λ) for K waiting, drained at m. */
import { WAITING_WORK } from '../answers/classify.js';
import { acceptedIn, doneIn } from './derived/deferred.js';
import type { Measure } from './measure.js';
import { unmeasured } from './reading.js';

export const queueDrain: Measure = {
  id: 'queue-drain',
  title: 'time until acknowledged work is done',
  definition:
    'Time from the end of the phase until the call had ended that did the last of the work acknowledged in it; at least until the end of the run where some still waits.',
  unit: 'ms',
  better: 'less',
  distribution: false,
  phase: 'outage',
  timed: true,
  per: 'journey',
  narrows: ['during', 'journey'],
  needs: ['queue'],
  measure: (view, scope) => {
    const accepted = acceptedIn(view, scope);
    if (accepted.length === 0) return unmeasured('no request was acknowledged for later');
    const closes = view.phases(scope.phase).reduce((last, phase) => Math.max(last, phase.closes), 0);
    const done = doneIn(view, scope);
    const waiting = accepted.filter(({ why }) => why === WAITING_WORK);
    if (done.length === 0 && waiting.length === 0) return unmeasured('no call was seen that did the work');
    const last = [...done, ...waiting].reduce((end, { ended }) => Math.max(end, ended), 0);
    const samples = done.length + waiting.length;
    const value = Math.max(0, last - closes);
    return { state: 'measured', value, interval: null, censored: waiting.length > 0, samples };
  },
};
