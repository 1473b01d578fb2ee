/**
 * An answer that never came says nothing about what was done. Whoever tries a write again needs a key that
 * the receiver knows again (the IETF draft on the Idempotency-Key header), and whoever says "saved" must
 * have saved.
 */
import { partOf } from '../../kit/figures.js';
import { extraOf, isLost, writtenIn, type Written } from '../measures/derived/effects.js';
import type { Check } from './check.js';
import { judgeTerm } from './term-check.js';

export const writes: Check = {
  id: 'writes',
  title: 'Writes are done once',
  trouble: 'Writes were lost, or done more than once',
  why: 'A lost write that was acknowledged is never sent again; a doubled one is a second booking, or a second charge.',
  remedy:
    'Give every write an idempotency key that its retries share and refuse a second entry for it, keep writes out of what is tried again with the model, and acknowledge only what has been written.',
  severity: 'critical',
  terms: ['writes'],
  caps: ['writes', 'writes-often'],
  judge: (evidence) => {
    const all = writtenIn(evidence.view, { phase: 'outage', journey: null });
    const known = all.filter(({ count }) => count !== null);
    const lost = known.filter(isLost);
    const doubled = known.filter((each) => extraOf(each) > 0);
    const extra = doubled.reduce((sum, each) => sum + extraOf(each), 0);
    const more = extra > doubled.length ? `, with ${extra} entries too many` : '';
    const unread = all.length === known.length ? '' : ` ${all.length - known.length} could not be read back.`;
    return judgeTerm(evidence, {
      term: 'writes',
      caps: ['writes', 'writes-often'],
      noun: 'of the writes lost or doubled',
      seen: () =>
        `${partOf(lost.length, known.length)} writes were acknowledged and lost, ${partOf(doubled.length, known.length)} done more than once${more}.${unread}`,
      usersGot: () => usersGot(lost, doubled),
      shows: () => [...lost, ...doubled].slice(0, 3).map(({ response }) => response.inbound),
    });
  },
};

function usersGot(lost: readonly Written[], doubled: readonly Written[]): string {
  const said = [
    ...(lost.length > 0 ? ['"Done", for something that was never written'] : []),
    ...(doubled.length > 0 ? ['the same thing written more than once'] : []),
  ].join('; and ');
  return said === ''
    ? 'Writes that went wrong outside of the outage.'
    : `${said.charAt(0).toUpperCase()}${said.slice(1)}.`;
}
