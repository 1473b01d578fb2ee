/**
 * Paid for and thrown away: a model goes on writing, and billing, for a caller that has given up. One
 * attempt of each call is taken to have served a user who got an answer;
 * prices are left to `spend`, so tokens written stand for cost.
 */
import type { AttemptRow } from '../../model/event.js';
import { rankOf } from '../answers/outcomes.js';
import type { Call } from './calls.js';
import type { Measure } from './measure.js';
import { measured, ratio, secondsOf, unmeasured } from './reading.js';
import type { RecordView } from './view.js';

export const waste: Measure = {
  id: 'waste',
  title: 'paid for and thrown away',
  definition:
    'Share of the tokens that the providers wrote for requests of the phase which reached no user: the request ended in an error or worse, or another attempt of the same call served it.',
  unit: 'ratio',
  better: 'less',
  distribution: false,
  phase: 'outage',
  timed: false,
  per: 'nothing',
  measure: (view, scope) => {
    const seconds = secondsOf(view, scope);
    let written = 0;
    let wasted = 0;
    let samples = 0;
    for (const call of view.calls(scope)) {
      const { all, lost } = tokensOf(view, call);
      if (all === 0) continue;
      written += all;
      wasted += lost;
      samples += call.tries;
      seconds.add(view.response(call.inbound)?.due ?? call.first.started, lost, all);
    }
    if (written === 0) return unmeasured('no provider wrote a single token');
    return measured(wasted / written, ratio(view, 'waste', seconds.bins), samples);
  },
};

/** All zero where nobody knows yet whether the user would have got something. */
export function tokensOf(view: RecordView, call: Call): { readonly all: number; readonly lost: number } {
  const response = view.response(call.inbound);
  if (response === undefined || view.isOpen(response)) return { all: 0, lost: 0 };
  const served = isServed(view, call) ? servingOf(call.attempts) : undefined;
  let all = 0;
  let lost = 0;
  for (const attempt of call.attempts) {
    all += attempt.tokensOut;
    if (attempt !== served) lost += attempt.tokensOut;
  }
  return { all, lost };
}

/** Coalescing serves several users with one call: one who got an answer is enough. */
function isServed(view: RecordView, call: Call): boolean {
  return (
    gotSome(view, call.inbound) ||
    call.attempts.some(({ also }) => also.some((other) => gotSome(view, other)))
  );
}

function gotSome(view: RecordView, inbound: number): boolean {
  const got = view.response(inbound)?.class;
  return got !== undefined && got !== 'static' && rankOf(got) <= rankOf('partial');
}

function servingOf(attempts: readonly AttemptRow[]): AttemptRow | undefined {
  return attempts.findLast(({ outcome }) => outcome === 'ok' || outcome === 'slow') ?? attempts.at(-1);
}
