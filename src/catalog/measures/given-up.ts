/**
 * Calls that never got an answer, on the time axis: how often each was tried hangs on the app alone, whatever the
 * share of calls that fail. An app without a budget tries each as often as the first one.
 */
import type { Scope } from '../../model/measurement.js';
import type { Call } from './calls.js';
import { isFailed } from './outcome.js';
import type { RecordView } from './view.js';

/** In the order of their beginnings. */
export interface GivenUp {
  readonly started: Float64Array;
  readonly tries: Float64Array;
}

/** Of the upstream with the most of them, where the scope names none. */
export function givenUp(view: RecordView, scope: Scope): GivenUp {
  const { phase, journey, upstream } = scope;
  return view.keep(`given up ${String(phase)} ${String(journey)} ${String(upstream)}`, () => {
    const lists = new Map<string, { readonly started: number[]; readonly tries: number[] }>();
    for (const call of view.calls(scope)) {
      if (!isGivenUp(view, call)) continue;
      let list = lists.get(call.upstream);
      if (list === undefined) lists.set(call.upstream, (list = { started: [], tries: [] }));
      list.started.push(call.first.started);
      list.tries.push(call.tries);
    }
    const [most] = [...lists].sort(
      ([a, one], [b, other]) => other.tries.length - one.tries.length || (a < b ? -1 : 1),
    );
    return inOrder(most?.[1] ?? { started: [], tries: [] });
  });
}

/** Whose user was still there when we stopped looking might have been tried again. */
function isGivenUp(view: RecordView, call: Call): boolean {
  if (!isFailed(call.first) || (call.tries > 1 && !call.attempts.every(isFailed))) return false;
  const row = view.response(call.inbound);
  return row !== undefined && row.end !== 'censored';
}

function inOrder({ started, tries }: Readonly<Record<keyof GivenUp, readonly number[]>>): GivenUp {
  const order = Uint32Array.from(started, (_, place) => place);
  order.sort((a, b) => (started[a] ?? 0) - (started[b] ?? 0) || (tries[a] ?? 0) - (tries[b] ?? 0));
  return {
    started: Float64Array.from(order, (place) => started[place] ?? 0),
    tries: Float64Array.from(order, (place) => tries[place] ?? 0),
  };
}
