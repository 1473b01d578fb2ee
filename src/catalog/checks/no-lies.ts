/**
 * A broken stream that is passed on as a whole answer, an empty 200, an old answer as a new one: users
 * act on it. Anthropic's raw stream iterator ends normally on a clean close without a terminal event;
 * several projects were bitten.
 */
import { partOf } from '../../kit/figures.js';
import type { Check } from './check.js';
import { countOf, quote, worst } from './shown.js';
import { judgeTerm } from './term-check.js';

export const noLies: Check = {
  id: 'no-lies',
  title: 'No false success',
  trouble: 'Users were shown something false as an answer',
  why: 'A wrong answer that looks right is worse than none: people act on it.',
  remedy:
    'Require the terminal event before calling a stream complete, check the answer before sending 200, and mark what is saved, fixed or partial.',
  severity: 'critical',
  terms: ['lies'],
  caps: ['lies', 'any-lie'],
  judge: (evidence) => {
    const rows = evidence.view.known({ phase: 'outage' });
    const lies = countOf(rows, ['lie']);
    return judgeTerm(evidence, {
      term: 'lies',
      caps: ['lies', 'any-lie'],
      noun: 'false success',
      seen: () => `${partOf(lies, rows.length)} responses were a false success.${quote(rows, ['lie'])}`,
      usersGot: () => `Something empty, cut, made up or old, presented as a fresh whole answer.`,
      shows: () => worst(rows, (row) => (row.class === 'lie' ? 1 : 0)),
    });
  },
};
