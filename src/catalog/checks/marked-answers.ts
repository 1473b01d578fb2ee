/**
 * An old answer is worth most of a new one, to somebody who knows that it is old. RFC 5861 lets caches serve
 * stale ones on errors, and RFC 9211 has the header that says so.
 */
import { limit, partOf } from '../../kit/figures.js';
import { verdictOf } from './bounds-check.js';
import type { Check } from './check.js';
import { unjudged } from './term-check.js';

export const markedAnswers: Check = {
  id: 'marked-answers',
  title: 'Saved answers say that they are',
  trouble: 'Old answers were passed off as new',
  why: 'Whoever takes an old answer for a new one acts on it.',
  remedy:
    'Mark what comes from a cache, for example with Cache-Status or a field of your own, declare the mark as `degraded`, and show it to users.',
  severity: 'high',
  terms: [],
  caps: [],
  judge: ({ view }) => {
    const saved = view
      .known({ phase: 'outage' })
      .filter((row) => row.class === 'stale' || (row.class === 'lie' && row.age !== null));
    if (saved.length === 0) return unjudged('not-applicable', 'Not known: nobody got a saved answer.');
    const unmarked = saved.filter((row) => row.class === 'lie').sort((a, b) => (b.age ?? 0) - (a.age ?? 0));
    const verdict = verdictOf(unmarked.length / saved.length, { warn: 0, fail: FEW });
    return {
      verdict,
      seen: `${partOf(unmarked.length, saved.length)} saved answers bore no mark.`,
      required: `A mark on each of them; more than ${limit(FEW)} without one fail.`,
      usersGot: verdict === 'pass' ? '' : 'An old answer that looked new.',
      evidence: unmarked.slice(0, 3).map(({ inbound }) => inbound),
    };
  },
};

const FEW = 0.01;
