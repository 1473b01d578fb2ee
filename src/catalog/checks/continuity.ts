/**
 * OpenAI was away for 4 h 22 min on 11 December 2024, and for 4 h 31 min two weeks later: no retry bridges
 * hours, a second provider or a saved answer does. What counts is what users got; how
 * the app did it is its own affair.
 */
import { howMany, type List } from '../../kit/list.js';
import type { ResponseRow } from '../../model/event.js';
import { counted, figure, partOf, rate } from '../../kit/figures.js';
import { worthOf } from '../measures/utility.js';
import type { Check } from './check.js';
import { countOf, LESS, tally, worst } from './shown.js';
import { judgeTerm } from './term-check.js';

export const continuity: Check = {
  id: 'continuity',
  title: 'Users get answers',
  trouble: 'Users got less than they came for',
  why: 'Users come for an answer, and a provider’s outage is not theirs.',
  remedy:
    'Fail over to a second provider behind a breaker; where there is none, serve a saved answer and mark it as such.',
  severity: 'high',
  terms: ['continuity'],
  caps: [],
  judge: (evidence) => {
    const { view } = evidence;
    const rows = view.known({ phase: 'outage' });
    const answered = rows.where(({ class: got }) => got === 'full' || got === 'alt');
    const late = howMany(answered, (row) => view.isLate(row));
    const judgement = judgeTerm(evidence, {
      term: 'continuity',
      caps: [],
      noun: '',
      seen: ({ value }) =>
        `${partOf(answered.length, rows.length)} requests that need the model got a new whole answer, ${figure(late)} of them after the deadline. Mean utility ${rate(value)}.`,
      usersGot: () => gotOf(rows),
      shows: () => worst(rows, (row) => 0.9 - worthOf(view, row)),
    });
    return { ...judgement, required: REQUIRED };
  },
};

const REQUIRED =
  'Every request gets a full answer (counts 1), or one from a second provider (0.95), in time; points are in proportion to the mean.';

function gotOf(rows: List<ResponseRow>): string {
  const full = countOf(rows, ['full']);
  const said = counted(full, 'full answer', 'full answers');
  return full === rows.length ? `${said}.` : `${said}; for the others ${tally(rows, LESS)}.`;
}
