/** "Saved", said the app, and it was not: a memory queue that died with its process, a write after the answer. */
import { isAcknowledged, isLost, NO_LEDGER, UNREAD, writtenIn } from './derived/effects.js';
import type { Measure } from './measure.js';
import { share, unmeasured } from './reading.js';

export const lostWrites: Measure = {
  id: 'lost-writes',
  title: 'acknowledged writes that were lost',
  definition:
    "Share of the acknowledged writes (a whole answer with a 2xx status that admits no failure) of which the app's own books hold nothing once the run is over.",
  unit: 'ratio',
  better: 'less',
  distribution: false,
  phase: 'outage',
  timed: false,
  per: 'ledger',
  narrows: ['during', 'journey'],
  needs: ['ledger'],
  measure: (view, scope) => {
    const written = writtenIn(view, scope);
    if (written.length === 0) return unmeasured(NO_LEDGER);
    const promised = written.filter(({ response }) => isAcknowledged(response));
    if (promised.length === 0) return unmeasured('no write was acknowledged');
    const known = promised.filter(({ count }) => count !== null);
    if (known.length === 0) return unmeasured(UNREAD);
    return share(known.filter(isLost).length, known.length, promised.length - known.length);
  },
};
