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
  const rows = view.bystanders(scope);
  const readings = [...new Set(rows.map(({ journey }) => journey))]
    .map((journey) =>
      failures(
        view,
        rows.where((row) => row.journey === journey),
      ),
    )
    .filter((reading) => reading.state === 'measured');
  const [first, ...rest] = readings;
  if (first === undefined) return unmeasured('no request was due that needs no model');
  return rest.reduce((worst, reading) => (reading.value > worst.value ? reading : worst), first);
}

function failures(view: RecordView, rows: List<ResponseRow>): Reading {
  const open = howMany(rows, (row) => view.isOpen(row));
  const failed = howMany(rows, (row) => !view.isOpen(row) && isFailure(row));
  return share(failed, rows.length - open, open);
}

export function isFailure(row: ResponseRow): boolean {
  return rankOf(row.class) >= rankOf('honest-error');
}
