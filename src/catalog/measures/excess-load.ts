/**
 * What the provider bore for each request, against what it bore before: needs no join, so it stands in
 * where a subject strips every mark from its calls.
 */
import type { Scope } from '../../model/measurement.js';
import { loadOf } from './derived/load.js';
import type { Measure, Reading } from './measure.js';
import { measured, unmeasured } from './reading.js';
import type { RecordView } from './view.js';

export const excessLoadMeasure: Measure = {
  id: 'excess-load',
  title: 'calls for each request, against the baseline',
  definition:
    'Attempts that started in the phase per request that was due in it and needs the model, divided by the same at baseline.',
  unit: 'factor',
  better: 'less',
  distribution: false,
  phase: 'outage',
  timed: false,
  per: 'nothing',
  narrows: ['during', 'upstream'],
  measure: excessLoad,
};

export function excessLoad(view: RecordView, scope: Scope): Reading {
  const now = loadOf(view, scope.phase, scope.upstream);
  const before = loadOf(view, 'baseline', scope.upstream);
  if (now.requests === 0) return unmeasured('no request was due in that phase');
  if (before.attempts === 0 || before.requests === 0) return unmeasured('there was no call at baseline');
  return measured(now.attempts / now.requests / (before.attempts / before.requests), null, now.attempts);
}
