/**
 * What the score takes of `waste`: which words a user was shown doesn't matter, as long as it was an answer.
 * Else a whole answer of a second provider would cost points, where a part of the first one's had cost none.
 */
import type { Scope } from '../../model/measurement.js';
import { rankOf } from '../answers/outcomes.js';
import {
  lostIn,
  tokensOf,
  wholeAnswer,
  type Lost,
  type Serving,
  type Tokens,
} from './derived/lost-tokens.js';
import type { Call } from './derived/calls.js';
import { whereJoined } from './correlation.js';
import type { Measure } from './measure.js';
import { measured, ratio, unmeasured } from './reading.js';
import type { RecordView } from './view.js';

export const tokensInVain: Measure = {
  id: 'tokens-in-vain',
  title: 'paid for, and nothing came of it',
  definition:
    'Share of the tokens that the providers wrote for requests of the phase that bought nothing: the request ended in an error or worse, or another attempt of the same call served it. What was written before a second provider, or a saved or fixed answer, took over isn’t among them, as it is in waste.',
  unit: 'ratio',
  better: 'less',
  distribution: false,
  phase: 'outage',
  timed: false,
  per: 'nothing',
  narrows: ['during', 'journey', 'upstream'],
  measure: whereJoined((view, scope) => {
    const { all, lost, samples, bins } = vainIn(view, scope);
    if (all === 0) return unmeasured('no provider wrote a single token');
    return measured(lost / all, ratio(view, 'tokens-in-vain', bins), samples);
  }),
};

export function vainIn(view: RecordView, scope: Partial<Scope>): Lost {
  return lostIn(view, scope, 'tokens-in-vain', bought);
}

export function vainOf(view: RecordView, call: Call): Tokens {
  return tokensOf(view, call, bought);
}

const bought: Serving = ({ class: got }, call) =>
  rankOf(got) < rankOf('honest-error') ? (wholeAnswer(call) ?? call.attempts.at(-1)) : undefined;
