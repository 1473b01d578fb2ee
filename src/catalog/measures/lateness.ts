/**
 * How much of their patience users spent. A mean excess and not a quantile, because a p95 over all
 * responses can fall when an answer replaces an error. Whoever was left hanging
 * counts in full.
 */
import { meanWithin } from '../../kit/statistics.js';
import type { ResponseRow } from '../../model/event.js';
import type { Measure } from './measure.js';
import { measured, unmeasured } from './reading.js';
import type { RecordView } from './view.js';

export const lateness: Measure = {
  id: 'lateness',
  title: 'time beyond the deadline',
  definition:
    'Mean, over the requests that need the model, of the time from one deadline (0) to four (1) that passed until the response had ended.',
  unit: 'ratio',
  better: 'less',
  distribution: false,
  phase: 'outage',
  timed: true,
  per: 'journey',
  narrows: ['during', 'journey'],
  measure: (view, scope) => {
    const rows = view.responses(scope);
    let known = 0;
    let sum = 0;
    let squares = 0;
    let open = 0;
    for (const row of rows) {
      const late = latenessOf(view, row);
      if (view.isOpen(row)) {
        open += 1;
      } else {
        known += 1;
        sum += late;
        squares += late * late;
      }
    }
    if (rows.length === 0) return unmeasured('no request was due in that phase');
    if (known === 0) return unmeasured('every request was still open when we stopped looking');
    const bounds = { low: 0, high: 1 };
    const low = meanWithin({ count: rows.length, sum, squares }, bounds).low;
    const high = meanWithin({ count: rows.length, sum: sum + open, squares: squares + open }, bounds).high;
    return measured(sum / known, { low, high }, known);
  },
};

export function latenessOf(view: RecordView, row: ResponseRow): number {
  if (row.class === 'hang') return 1;
  const deadline = view.deadlineOf(row.journey);
  return Math.min(1, Math.max(0, (row.ended - row.due - deadline) / (3 * deadline)));
}
