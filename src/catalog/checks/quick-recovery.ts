/**
 * The provider is back and the app isn't: breakers that open for minutes, queues of stale work, backoff
 * grown too long.
 */
import { howMany } from '../../kit/list.js';
import { partOf, span } from '../../kit/figures.js';
import { isFailure } from '../measures/bystander-failure-share.js';
import { recoveryOf } from '../measures/derived/stretch.js';
import { worthOf } from '../measures/utility.js';
import type { Check } from './check.js';
import { LESS, tally, worst } from './shown.js';
import { judgeTerm } from './term-check.js';

export const quickRecovery: Check = {
  id: 'quick-recovery',
  title: 'Back to normal quickly',
  trouble: 'The app was not soon back to normal',
  why: 'Every second after the provider is well again is an outage of your own.',
  remedy:
    'Probe a half-open breaker every few seconds with jitter, drop work whose users have gone, and budget retries so that they can’t keep the provider down.',
  severity: 'high',
  terms: ['recovery-time'],
  caps: [],
  judge: (evidence) => {
    const { view } = evidence;
    const rows = view.known({ phase: 'recovery' });
    const failed = howMany(rows, isFailure);
    const opens = recoveryOf(view)?.opens ?? 0;
    return judgeTerm(evidence, {
      term: 'recovery-time',
      caps: [],
      noun: 'until back to normal',
      seen: ({ value, censored }) =>
        censored
          ? `Not back to normal within the ${span(value)} that were watched; the faults had ended at ${span(opens)}.`
          : `Back to normal ${value === 0 ? 'at once' : span(value)} after the faults had ended at ${span(opens)}.`,
      usersGot: () =>
        `After the outage ${failed === 0 ? tally(rows, LESS) : `${partOf(failed, rows.length)} requests that need the model still failed`}.`,
      shows: () => worst(rows, (row) => 0.9 - worthOf(view, row)),
    });
  },
};
