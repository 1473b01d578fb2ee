/**
 * Azure Front Door, 29 October 2025: latency and timeouts for 8 h 20 min. A slow answer has a healthy
 * status, so only the clock tells. The excess is averaged, so that one slow answer more is one slow answer more.
 */
import { partOf, percent, span } from '../../kit/figures.js';
import { latenessOf } from '../measures/lateness.js';
import type { Check } from './check.js';
import { tally, worst } from './shown.js';
import { judgeTerm } from './term-check.js';

export const deadlines: Check = {
  id: 'deadlines',
  title: 'Answers come inside the deadline',
  trouble: 'Answers came after the deadline',
  why: 'An answer after people have given up is worth nothing, and costs as much as one in time.',
  remedy: 'Give the whole request one deadline, and every call what is left of it.',
  severity: 'medium',
  terms: ['lateness'],
  caps: [],
  judge: (evidence) => {
    const { view } = evidence;
    const rows = view.known({ phase: 'outage' });
    const late = rows.where((row) => latenessOf(view, row) > 0);
    const p95 = evidence.measured('latency', { phase: 'outage' }, 0.95);
    const slow =
      p95.state === 'unmeasured'
        ? ''
        : `; 95 % had ended after ${p95.censored ? 'more than ' : ''}${span(p95.value)}`;
    return judgeTerm(evidence, {
      term: 'lateness',
      caps: [],
      noun: 'of the time from one deadline to four',
      seen: ({ value }) =>
        `${partOf(late.length, rows.length)} requests took longer than allowed${slow}. Mean excess ${percent(value)}.`,
      usersGot: () => `Late: ${tally(late)}.`,
      shows: () => worst(rows, (row) => latenessOf(view, row)),
    });
  },
};
