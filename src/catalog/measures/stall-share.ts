/**
 * An answer that begins and never ends: SDKs stop their clock when headers come, so nothing bounds a stream
 * that stands still but an idle timeout of one's own.
 */
import { howMany } from '../../kit/list.js';
import type { ResponseRow } from '../../model/event.js';
import type { Measure } from './measure.js';
import { share, unmeasured } from './reading.js';

export const stallShare: Measure = {
  id: 'stall-share',
  title: 'answers that began and stood still',
  definition:
    'Share of the requests that got a first byte and then no end until their user hung up or the run was over.',
  unit: 'ratio',
  better: 'less',
  distribution: false,
  phase: 'outage',
  timed: false,
  per: 'journey',
  narrows: ['during', 'journey'],
  measure: (view, scope) => {
    const begun = view.responses(scope).where(({ firstByte }) => firstByte !== null);
    if (begun.length === 0) return unmeasured('no response had begun');
    const known = begun.where((row) => !view.isOpen(row));
    return share(howMany(known, isStalled), known.length, begun.length - known.length);
  },
};

export function isStalled(row: ResponseRow): boolean {
  return row.class === 'hang' && row.firstByte !== null;
}
