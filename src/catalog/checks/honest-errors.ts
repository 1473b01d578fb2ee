/**
 * The text of a provider's 529 in a chat window tells users nothing that they can act on, and may tell
 * others too much. The mock's errors carry a canary, so a leak is exact.
 */
import { partOf } from '../../kit/figures.js';
import { rankOf } from '../answers/outcomes.js';
import type { Check } from './check.js';
import { countOf, quote, tally, worst } from './shown.js';
import { judgeTerm } from './term-check.js';

const DECEIVED = 'Something false, which they may have acted on.';
const DISHONEST = ['raw-error', 'reset', 'hang', 'lie'] as const;

export const honestErrors: Check = {
  id: 'honest-errors',
  title: 'Failures are told honestly',
  trouble: 'Failures were not told honestly',
  why: 'Who is told plainly can wait, retry or go elsewhere; a raw error or silence leaves people guessing.',
  remedy:
    'Map every failure at the edge to one error of your own: a status, a stable code, a sentence, whether to retry, and nothing of the provider’s text.',
  severity: 'medium',
  terms: ['dishonest'],
  caps: ['secret'],
  judge: (evidence) => {
    const rows = evidence.view.known({ phase: 'outage' });
    return judgeTerm(evidence, {
      term: 'dishonest',
      caps: ['secret'],
      noun: 'neither an answer nor an honest error',
      seen: () =>
        `${partOf(countOf(rows, DISHONEST), rows.length)} responses were neither an answer nor an honest error${countOf(rows, DISHONEST) === 0 ? '' : `: ${tally(rows, DISHONEST)}`}.`,
      usersGot: () =>
        `${countOf(rows, DISHONEST) === countOf(rows, ['lie']) ? DECEIVED : 'Nothing that they could act on.'}${quote(rows, ['raw-error', 'reset'])}`,
      shows: () => worst(rows, (row) => Math.max(0, rankOf(row.class) - rankOf('honest-error'))),
    });
  },
};
