/** A user who hangs up should end the call that was made for them; nothing but the app can do that. */
import { figure, limit, percent } from '../../kit/figures.js';
import type { List } from '../../kit/list.js';
import type { AttemptRow } from '../../model/event.js';
import { orphanedIn } from '../measures/derived/orphans.js';
import type { RecordView } from '../measures/view.js';
import { verdictOf } from './bounds-check.js';
import type { Check } from './check.js';
import { unjudged } from './term-check.js';

export const cancelledCalls: Check = {
  id: 'cancelled-calls',
  title: 'Calls end with the user who caused them',
  trouble: 'The model went on writing for users who had gone',
  why: 'Every token is billed, and a busy provider writes it instead of somebody else’s.',
  remedy:
    'Pass the abort of the incoming request on to the call (an AbortSignal does), streams and retries included.',
  severity: 'low',
  terms: [],
  caps: [],
  judge: (evidence) => {
    const { view } = evidence;
    const orphaned = evidence.measured('orphaned-tokens');
    if (orphaned.state === 'unmeasured') return unjudged('not-applicable', `Not known: ${orphaned.because}.`);
    const attempts = view.attempts({ phase: 'outage' });
    const all = attempts.reduce((sum, { tokensOut }) => sum + tokensOut, 0);
    const verdict = verdictOf(orphaned.value / all, { warn: SOME, fail: MANY });
    return {
      verdict,
      seen: `${figure(orphaned.value)} of ${figure(all)} tokens (${percent(orphaned.value / all)}) were written after the user had gone.`,
      required: `At most ${limit(SOME)}.`,
      usersGot: verdict === 'pass' ? '' : 'Nothing: they were no longer there.',
      evidence: verdict === 'pass' ? [] : dearest(view, attempts),
    };
  },
};

const SOME = 0.02;
const MANY = 0.1;

function dearest(view: RecordView, attempts: List<AttemptRow>): readonly number[] {
  const orphaned = attempts
    .flatMap((attempt) => {
      const lost = orphanedIn(view, attempt) ?? 0;
      return lost > 0 ? [{ inbound: attempt.inbound, lost }] : [];
    })
    .sort((a, b) => b.lost - a.lost);
  return [...new Set(orphaned.flatMap(({ inbound }) => inbound ?? []))].slice(0, 3);
}
