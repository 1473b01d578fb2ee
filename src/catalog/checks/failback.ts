/**
 * Left for ever: a failover that nobody undoes costs more, or answers worse, long after the outage. Told
 * from the last 40 % of the recovery.
 */
import { limit, percent } from '../../kit/figures.js';
import { settledRows } from '../measures/derived/stretch.js';
import type { Check } from './check.js';
import { LESS, tally } from './shown.js';
import { unjudged } from './term-check.js';

export const failback: Check = {
  id: 'failback',
  title: 'Back at the first provider',
  trouble: 'The app never went back to its first provider',
  why: 'The first provider is the one that you chose; staying away is an outage that nobody ends.',
  remedy: 'Probe the first provider while you are away from it, and go back step by step once it answers.',
  severity: 'medium',
  terms: [],
  caps: ['no-failback'],
  judge: (evidence) => {
    const { view } = evidence;
    const measured = evidence.measured('failback-share');
    if (measured.state === 'unmeasured') return unjudged('not-applicable', `Not known: ${measured.because}.`);
    const isHeld = evidence.isReached('no-failback');
    const rows = settledRows(view, null)?.where((row) => !view.isOpen(row)) ?? [];
    return {
      verdict: isHeld ? 'fail' : measured.value < HALF ? 'warn' : 'pass',
      seen: `At the end of the recovery ${percent(measured.value)} of the users got a full answer from the first provider.`,
      required: `More than ${limit(HALF)} once it is healthy again.`,
      usersGot: measured.value < HALF ? `Instead ${tally(rows, LESS)}.` : '',
      evidence:
        measured.value < HALF
          ? rows
              .filter((row) => row.class !== 'full')
              .slice(0, 3)
              .map(({ inbound }) => inbound)
          : [],
    };
  },
};

const HALF = 0.5;
