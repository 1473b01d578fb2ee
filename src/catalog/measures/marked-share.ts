/**
 * Honest degradation: a lesser answer helps as long as whoever gets it knows what it is. RFC 9211 has a
 * header for it, and any mark that the team declares will do.
 */
import { howMany } from '../../kit/list.js';
import type { ResponseRow } from '../../model/event.js';
import type { Measure } from './measure.js';
import { share, unmeasured } from './reading.js';

export const markedShare: Measure = {
  id: 'marked-share',
  title: 'lesser answers that say so',
  definition:
    'Share of the lesser answers (saved, queued, fixed, partial, and what was passed off as a whole and fresh one) that were marked or told as such.',
  unit: 'ratio',
  better: 'more',
  distribution: false,
  phase: 'outage',
  timed: false,
  per: 'journey',
  narrows: ['during', 'journey'],
  measure: (view, scope) => {
    const lesser = view
      .responses(scope)
      .where((row) => !view.isOpen(row) && (isHonest(row) || row.class === 'lie'));
    if (lesser.length === 0) return unmeasured('nobody got a lesser answer');
    return share(howMany(lesser, isHonest), lesser.length);
  },
};

const HONEST: readonly ResponseRow['class'][] = ['stale', 'queued', 'static', 'partial'];

function isHonest(row: ResponseRow): boolean {
  return HONEST.includes(row.class);
}
