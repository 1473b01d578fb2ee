/**
 * An outage that outlives its cause: 22 metastable failures at 11 organisations (Huang et al., OSDI
 * 2022). The last 40 % of the recovery are compared with the baseline.
 */
import { percent } from '../../kit/figures.js';
import { settledRows } from '../measures/derived/stretch.js';
import { worthOf } from '../measures/utility.js';
import type { Check } from './check.js';
import { LESS, tally, worst } from './shown.js';
import { judgeTerm } from './term-check.js';

export const fullRecovery: Check = {
  id: 'full-recovery',
  title: 'Fully back at the end',
  trouble: 'Not fully back when the run ended',
  why: 'An app that stays down after its provider is well needs a person to bring it back.',
  remedy:
    'Budget retries, shed requests whose deadline has passed, and keep the load below 1/(n+1) of your quota for n retries.',
  severity: 'critical',
  terms: ['residual'],
  caps: ['still-down', 'stuck'],
  judge: (evidence) => {
    const { view } = evidence;
    const rows = settledRows(view, null)?.where((row) => !view.isOpen(row)) ?? [];
    return judgeTerm(evidence, {
      term: 'residual',
      caps: ['still-down', 'stuck'],
      noun: 'less than before the outage',
      seen: ({ value }) =>
        `In the last 40 % of the recovery users got ${percent(value)} less than before the outage.`,
      usersGot: () => `At the end still ${tally(rows, LESS)}.`,
      shows: () => worst(rows, (row) => 0.9 - worthOf(view, row)),
    });
  },
};
