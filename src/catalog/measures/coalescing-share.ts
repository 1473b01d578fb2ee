/** One call for all who ask the same at once keeps a popular question from becoming a herd. */
import { howMany } from '../../kit/list.js';
import type { ResponseRow } from '../../model/event.js';
import { whereJoined } from './correlation.js';
import type { Measure } from './measure.js';
import { share, unmeasured } from './reading.js';
import type { RecordView } from './view.js';

export const coalescingShare: Measure = {
  id: 'coalescing-share',
  title: 'requests that shared a call',
  definition:
    'Share of the requests that need the model which shared an attempt with another, or got a fresh answer without an attempt of their own.',
  unit: 'ratio',
  better: 'more',
  distribution: false,
  phase: 'outage',
  timed: false,
  per: 'journey',
  narrows: ['during', 'journey'],
  measure: whereJoined((view, scope) => {
    const rows = view.responses(scope);
    if (rows.length === 0) return unmeasured('no request was due in that phase');
    const known = view.known(scope);
    const hits = howMany(known, (row) => isShared(view, row));
    if (hits === 0 && view.record.plan.prompts.repeat === 0)
      return unmeasured('no question was asked twice, so no call could be shared');
    return share(hits, known.length, rows.length - known.length);
  }),
};

function isShared(view: RecordView, row: ResponseRow): boolean {
  const attempts = view.attemptsOf(row.inbound);
  if (attempts.length === 0) return row.class === 'full' || row.class === 'alt';
  return attempts.some(({ also }) => also.length > 0);
}
