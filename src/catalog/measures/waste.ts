/**
 * Paid for and thrown away: a model goes on writing, and billing, for a caller that has given up. One
 * attempt of each call is taken to have served a user who got an answer;
 * prices are left to `spend`, so tokens written stand for cost.
 */
import type { Fraction } from '../../kit/blocks.js';
import type { AttemptRow, ResponseRow } from '../../model/event.js';
import type { Scope } from '../../model/measurement.js';
import { rankOf } from '../answers/outcomes.js';
import type { Call } from './calls.js';
import { whereJoined } from './correlation.js';
import type { Measure } from './measure.js';
import { measured, ratio, secondsOf, unmeasured } from './reading.js';
import type { RecordView } from './view.js';

export const waste: Measure = {
  id: 'waste',
  title: 'paid for and thrown away',
  definition:
    'Share of the tokens that the providers wrote for requests of the phase that bought nothing: the request ended in an error or worse, or another attempt of the same call served it. What was written before a second provider, or a saved or fixed answer, took over isn’t among them.',
  unit: 'ratio',
  better: 'less',
  distribution: false,
  phase: 'outage',
  timed: false,
  per: 'nothing',
  measure: whereJoined((view, scope) => {
    const { all, lost, samples, bins } = tokensIn(view, scope);
    if (all === 0) return unmeasured('no provider wrote a single token');
    return measured(lost / all, ratio(view, 'waste', bins), samples);
  }),
};

export interface Tokens {
  readonly all: number;
  readonly lost: number;
}

interface Bill extends Tokens {
  readonly samples: number;
  /** Lost of all, second by second. */
  readonly bins: readonly Fraction[];
}

/** Looked at once for the measure, its check and the score. */
export function tokensIn(view: RecordView, scope: Partial<Scope>): Bill {
  const { phase = null, journey = null, upstream = null } = scope;
  return view.keep(`tokens ${String(phase)} ${String(journey)} ${String(upstream)}`, () => {
    const seconds = secondsOf(view, { phase });
    const sum = { all: 0, lost: 0, samples: 0 };
    for (const call of view.calls(scope)) {
      const { all, lost } = tokensOf(view, call);
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
export function tokensOf(view: RecordView, call: Call): Tokens {
  const response = view.response(call.inbound);
  if (response === undefined || view.isOpen(response)) return { all: 0, lost: 0 };
  const served = servingOf(view, call, response);
  let all = 0;
  let lost = 0;
  for (const attempt of call.attempts) {
    all += attempt.tokensOut;
    if (attempt !== served) lost += attempt.tokensOut;
  }
  return { all, lost };
}

/**
 * The attempt that a request that ended well was bought with. Which words it showed doesn't matter: an answer that
 * replaces a part of one must never cost points. Coalescing serves several with one call: one of them is enough.
 */
function servingOf(view: RecordView, { attempts }: Call, own: ResponseRow): AttemptRow | undefined {
  if (!isServed(own) && !sharedWith(view, attempts).some(isServed)) return undefined;
  return attempts.findLast(({ outcome }) => outcome === 'ok' || outcome === 'slow') ?? attempts.at(-1);
}

function isServed({ class: got }: ResponseRow): boolean {
  return rankOf(got) < rankOf('honest-error');
}

function sharedWith(view: RecordView, attempts: readonly AttemptRow[]): readonly ResponseRow[] {
  return attempts.flatMap(({ also }) => also).flatMap((user) => view.response(user) ?? []);
}
