/**
 * Dean and Barroso hedge only what is slower than nearly all: 2 % more calls. A delay that an outage turns
 * into the rule doubles the load when there is the least to spare.
 */
import { percent, span } from '../../kit/figures.js';
import { hedgesOf } from '../measures/derived/hedges.js';
import { judgeBounds } from './bounds-check.js';
import type { Check } from './check.js';

export const frugalHedges: Check = {
  id: 'frugal-hedges',
  title: 'Hedging stays the exception',
  trouble: 'Hedging doubled the load',
  why: 'A provider that is slow because it is full gets fuller, and every hedge is paid for.',
  remedy:
    'Hedge only after the 95th percentile of healthy calls, cap hedges at a few percent of all calls, and cancel the loser.',
  severity: 'low',
  terms: [],
  caps: [],
  judge: (evidence) => {
    const { view } = evidence;
    const delay = evidence.measured('hedge-delay', {}, 0.5);
    const after = delay.state === 'measured' ? `, mostly ${span(delay.value)} after the first` : '';
    return judgeBounds(evidence, {
      measure: 'hedge-share',
      warn: 0.1,
      fail: 0.3,
      noun: 'of the calls hedged',
      seen: ({ value }) => `${percent(value)} of the calls were made twice at the same time${after}.`,
      usersGot: () => 'One answer, for the price of two.',
      shows: () =>
        view
          .calls({ phase: 'outage' })
          .filter((call) => hedgesOf(call).length > 0)
          .slice(0, 3)
          .map(({ inbound }) => inbound),
    });
  },
};
