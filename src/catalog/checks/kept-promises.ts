/** A queue that loses work turns every acknowledgement into a false success. */
import { partOf, percent } from '../../kit/figures.js';
import { isLost } from '../measures/derived/deferred.js';
import { judgeBounds } from './bounds-check.js';
import type { Check } from './check.js';

export const keptPromises: Check = {
  id: 'kept-promises',
  title: 'Acknowledged work gets done',
  trouble: 'Acknowledged work was lost',
  why: 'Who was told that it will be done doesn’t ask again.',
  remedy:
    'Acknowledge only what is stored for good, let workers try again until it is done, and say so when it can’t be.',
  severity: 'critical',
  terms: [],
  caps: [],
  judge: (evidence) => {
    const rows = evidence.view.known({ phase: 'outage' });
    const lost = rows.filter(isLost);
    return judgeBounds(evidence, {
      measure: 'queue-loss',
      warn: 0,
      fail: 0.01,
      noun: 'of the acknowledged work lost',
      seen: ({ samples, value }) =>
        samples === 0
          ? `${percent(value)} were lost.`
          : `${partOf(lost.length, samples)} acknowledged requests were never done.`,
      usersGot: () => 'A promise, and nothing after it.',
      shows: () => lost.slice(0, 3).map(({ inbound }) => inbound),
    });
  },
};
