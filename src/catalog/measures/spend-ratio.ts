/** What an answer costs while it burns: a failover to a dearer model, or three tries for each answer. */
import { howMany } from '../../kit/list.js';
import type { ResponseClass } from '../../model/event.js';
import type { Scope } from '../../model/measurement.js';
import { billOf } from './derived/bill.js';
import { whereJoined } from './correlation.js';
import type { Measure, Reading } from './measure.js';
import { measured, unmeasured } from './reading.js';
import type { RecordView } from './view.js';

export const spendRatio: Measure = {
  id: 'spend-ratio',
  title: 'cost of an answer, against the baseline',
  definition:
    'Spend per request that got a whole, a saved or a queued answer, divided by the same at baseline.',
  unit: 'factor',
  better: 'less',
  distribution: false,
  phase: 'outage',
  timed: false,
  per: 'nothing',
  narrows: ['during', 'journey', 'upstream'],
  measure: whereJoined((view, scope) => {
    const now = costOfOne(view, scope);
    if (now.state === 'unmeasured') return now;
    const before = costOfOne(view, { ...scope, phase: 'baseline' });
    if (before.state === 'unmeasured') return unmeasured(`of the baseline: ${before.because}`);
    if (before.value === 0) return unmeasured('at baseline an answer cost nothing');
    return measured(now.value / before.value, null, now.samples);
  }),
};

const USEFUL: readonly ResponseClass[] = ['full', 'alt', 'stale', 'queued'];

function costOfOne(view: RecordView, scope: Scope): Reading {
  const useful = howMany(view.responses(scope), (row) => USEFUL.includes(row.class));
  if (useful === 0) return unmeasured('nobody got an answer');
  const bill = billOf(view.attempts(scope));
  return bill.state === 'unpriced' ? unmeasured(bill.because) : measured(bill.usd / useful, null, useful);
}
