/**
 * Back to the first provider once it is well: those who never return pay for a lesser model, or for an
 * answer from the cache, for ever. Over all requests, so that an answer more never lowers it.
 */
import { howMany } from '../../kit/list.js';
import type { Measure } from './measure.js';
import { share, unmeasured } from './reading.js';
import { settledRows } from './derived/stretch.js';

export const failbackShare: Measure = {
  id: 'failback-share',
  title: 'back at the first provider',
  definition:
    'Share of the requests in the last 40 % of the recovery that got a full answer from the first provider.',
  unit: 'ratio',
  better: 'more',
  distribution: false,
  phase: 'recovery',
  timed: false,
  per: 'nothing',
  narrows: ['journey'],
  needs: ['recovery'],
  measure: (view, scope) => {
    const rows = settledRows(view, scope.journey);
    if (rows === null) return unmeasured('the run had no recovery phase');
    const known = rows.where((row) => !view.isOpen(row));
    const full = howMany(known, (row) => row.class === 'full');
    return share(full, known.length, rows.length - known.length);
  },
};
