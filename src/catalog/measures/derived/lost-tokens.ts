/**
 * What the providers wrote, and what of it was for nothing: one attempt of each call at most has served
 * somebody, and the measures differ in when it did. Prices are left to `spend`, so tokens stand for cost.
 */
import type { Fraction } from '../../../kit/blocks.js';
import type { AttemptRow, ResponseRow } from '../../../model/event.js';
import type { Scope } from '../../../model/measurement.js';
import type { Call } from './calls.js';
import { secondsOf } from '../reading.js';
import type { RecordView } from '../view.js';

export interface Tokens {
  readonly all: number;
  readonly lost: number;
}

export interface Lost extends Tokens {
  readonly samples: number;
  /** Lost of all, second by second. */
  readonly bins: readonly Fraction[];
}

/** The attempt of a call that served the user of this response, if one did. */
export type Serving = (row: ResponseRow, call: Call) => AttemptRow | undefined;

/** Looked at once for the measure, its check and the score; `name` is the measure's. */
export function lostIn(view: RecordView, scope: Partial<Scope>, name: string, servingOf: Serving): Lost {
  const { phase = null, journey = null, upstream = null } = scope;
  return view.keep(`${name} ${String(phase)} ${String(journey)} ${String(upstream)}`, () => {
    const seconds = secondsOf(view, { phase });
    const sum = { all: 0, lost: 0, samples: 0 };
    for (const call of view.calls(scope)) {
      const { all, lost } = tokensOf(view, call, servingOf);
      if (all === 0) continue;
      sum.all += all;
      sum.lost += lost;
      sum.samples += call.tries;
      seconds.add(call.due, lost, all);
    }
    return { ...sum, bins: seconds.bins };
  });
}

/** All zero where nobody knows yet whether the user would have got something. */
export function tokensOf(view: RecordView, call: Call, servingOf: Serving): Tokens {
  const own = view.response(call.inbound);
  if (own === undefined || view.isOpen(own)) return { all: 0, lost: 0 };
  const served = servingOf(own, call) ?? sharedServing(view, call, servingOf);
  let all = 0;
  let lost = 0;
  for (const attempt of call.attempts) {
    all += attempt.tokensOut;
    if (attempt !== served) lost += attempt.tokensOut;
  }
  return { all, lost };
}

/** Coalescing serves several with one call: one of them is enough. */
function sharedServing(view: RecordView, call: Call, servingOf: Serving): AttemptRow | undefined {
  for (const user of call.attempts.flatMap(({ also }) => also)) {
    const row = view.response(user);
    const served = row === undefined ? undefined : servingOf(row, call);
    if (served !== undefined) return served;
  }
  return undefined;
}

export function wholeAnswer({ attempts }: Call): AttemptRow | undefined {
  return attempts.findLast(({ outcome }) => outcome === 'ok' || outcome === 'slow');
}
