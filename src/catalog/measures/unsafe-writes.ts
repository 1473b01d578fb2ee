/** Lost and doubled writes in one number, as the rubric weighs them. */
import { isUnsafe, NO_LEDGER, UNREAD, writtenIn } from './derived/effects.js';
import type { Measure } from './measure.js';
import { share, unmeasured } from './reading.js';

export const unsafeWrites: Measure = {
  id: 'unsafe-writes',
  title: 'writes lost or doubled',
  definition:
    'Share of the writes read back that were acknowledged and are not there, or are there more than once.',
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
    const known = written.filter(({ count }) => count !== null);
    if (known.length === 0) return unmeasured(UNREAD);
    const unsafe = known.filter(isUnsafe);
    return share(unsafe.length, known.length, written.length - known.length);
  },
};
