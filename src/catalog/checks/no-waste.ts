/**
 * A caller that gives up without closing its connection still pays for every token that the model goes
 * on to write.
 */
import { figure, percent } from '../../kit/figures.js';
import type { RecordView } from '../measures/view.js';
import { vainIn, vainOf } from '../measures/tokens-in-vain.js';
import type { Check } from './check.js';
import { worst } from './shown.js';
import { judgeTerm } from './term-check.js';

export const noWaste: Check = {
  id: 'no-waste',
  title: 'What is paid for reaches users',
  trouble: 'Paid for, then thrown away',
  why: 'Tokens that nobody reads cost money, and capacity that other users needed.',
  remedy:
    'Abort the call upstream when you give up on it, and give a slow answer the time that is left until the user’s deadline.',
  severity: 'low',
  terms: ['waste'],
  caps: [],
  judge: (evidence) => {
    const { view } = evidence;
    const { all, lost } = vainIn(view, { phase: 'outage' });
    return judgeTerm(evidence, {
      term: 'waste',
      caps: [],
      noun: 'thrown away',
      seen: ({ value }) =>
        `${figure(lost)} of ${figure(all)} tokens that the providers wrote bought nothing (${percent(value)}).`,
      usersGot: () => 'Nothing for it.',
      shows: () => dearest(view),
    });
  },
};

function dearest(view: RecordView): readonly number[] {
  const lostBy = new Map<number, number>();
  for (const call of view.calls({ phase: 'outage' })) {
    const { lost } = vainOf(view, call);
    if (lost > 0) lostBy.set(call.inbound, (lostBy.get(call.inbound) ?? 0) + lost);
  }
  return worst(view.known({ phase: 'outage' }), (row) => lostBy.get(row.inbound) ?? 0);
}
