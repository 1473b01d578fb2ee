/**
 * What was done again because an answer was lost on its way: a second booking, a second charge. An idempotency
 * key holds it at nought; without one, n retries of a share q that commits and then fails make
 * (1-q^(n+1))/(1-q) - 1 of them.
 */
import { extraBySecond, extraOf, NO_LEDGER, UNREAD, writtenIn } from './derived/effects.js';
import type { Measure } from './measure.js';
import { measured, ratio, unmeasured } from './reading.js';

export const duplicateEffects: Measure = {
  id: 'duplicate-effects',
  title: 'entries too many per write',
  definition:
    "Entries beyond the first in the app's own books, per write that was read back, whatever its user was told.",
  unit: 'factor',
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
    const extra = known.reduce((sum, each) => sum + extraOf(each), 0);
    const interval = ratio(view, 'duplicate-effects', extraBySecond(view, scope, known));
    return measured(extra / known.length, interval, known.length);
  },
};
