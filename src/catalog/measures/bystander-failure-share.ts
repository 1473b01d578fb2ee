/**
 * Journeys that need no model have no reason to fail with it: a pool of threads or connections that is
 * shared does that to them (bulkheads; Nygard, "Release It!"). The worst journey counts.
 */
import { rankOf } from '../answers/outcomes.js';
import { howMany, type List } from '../../kit/list.js';
import type { ResponseRow } from '../../model/event.js';
import type { Measure, Reading } from './measure.js';
import { share, unmeasured } from './reading.js';
import type { RecordView } from './view.js';
import type { Scope } from '../../model/measurement.js';

export const bystanderFailureShare: Measure = {
  id: 'bystander-failure-share',
  title: 'failures of journeys that need no model',
  definition:
    'Share of the requests of a journey that needs no model which ended in an error or worse, in the journey where it was highest.',
  unit: 'ratio',
  better: 'less',
  distribution: false,
  phase: 'outage',
  timed: false,
  per: 'nothing',
  narrows: ['during', 'journey'],
  needs: ['bystanders'],
  measure: worstJourney,
};

function worstJourney(view: RecordView, scope: Scope): Reading {
  const [first, ...rest] = byJourney(view, scope).map(({ reading }) => reading);
  if (first === undefined) return unmeasured('no request was due that needs no model');
  return rest.reduce((worst, reading) => (reading.value > worst.value ? reading : worst), first);
}

/** Who failed in the journey where it was worst. */
export function worstBystanders(
  view: RecordView,
  scope: Pick<Scope, 'phase' | 'journey'>,
): List<ResponseRow> {
  const all = byJourney(view, scope);
  const [worst] = all.sort((a, b) => b.reading.value - a.reading.value);
  return worst?.failed ?? [];
}

interface Bystanders {
  readonly failed: List<ResponseRow>;
  readonly reading: Extract<Reading, { state: 'measured' }>;
}

function byJourney(view: RecordView, scope: Pick<Scope, 'phase' | 'journey'>): Bystanders[] {
  const rows = view.bystanders(scope);
  return [...new Set(rows.map(({ journey }) => journey))].flatMap((journey) => {
    const known = rows.where((row) => row.journey === journey && !view.isOpen(row));
    const open = howMany(rows, (row) => row.journey === journey && view.isOpen(row));
    const failed = known.where(isFailure);
    const reading = share(failed.length, known.length, open);
    return reading.state === 'measured' ? [{ failed, reading }] : [];
  });
}

export function isFailure(row: ResponseRow): boolean {
  return rankOf(row.class) >= rankOf('honest-error');
}
