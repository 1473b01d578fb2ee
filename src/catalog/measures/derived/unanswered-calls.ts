/**
 * Calls that never got an answer, on the time axis: how often each was tried hangs on the app alone, whatever the
 * share of calls that fail. An app without a budget tries each as often as the first one.
 */
import { inOrder, numbersOf, type List } from '../../../kit/list.js';
import type { Scope } from '../../../model/measurement.js';
import type { Call } from './calls.js';
import { isFailed } from './outcome.js';
import type { RecordView } from '../view.js';

/** In the order of their beginnings. */
export interface Unanswered {
  readonly started: Float64Array;
  readonly tries: Float64Array;
}

/** Of the upstream with the most of them, where the scope names none. */
export function unansweredIn(view: RecordView, scope: Scope): Unanswered {
  const all = view.calls(scope).where((call) => isUnanswered(view, call));
  const counts = new Map<string, number>();
  for (const { upstream } of all) counts.set(upstream, (counts.get(upstream) ?? 0) + 1);
  const [most] = [...counts].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1));
  return startsAndTries(all.where(({ upstream }) => upstream === most?.[0]));
}

/** Whose user was still there when we stopped looking might have been tried again. */
function isUnanswered(view: RecordView, call: Call): boolean {
  if (!isFailed(call.first) || (call.tries > 1 && !call.attempts.every(isFailed))) return false;
  const row = view.response(call.inbound);
  return row !== undefined && row.end !== 'censored';
}

function startsAndTries(calls: List<Call>): Unanswered {
  const started = numbersOf(calls, ({ first }) => first.started);
  const tries = numbersOf(calls, (call) => call.tries);
  const order = inOrder(started, (a, b) => (tries[a] ?? 0) - (tries[b] ?? 0));
  return {
    started: started.map((_, index) => started[order[index] ?? 0] ?? 0),
    tries: tries.map((_, index) => tries[order[index] ?? 0] ?? 0),
  };
}
