/** Paid for and thrown away: a model goes on writing, and billing, for a caller that has given up. */
import type { ResponseClass } from '../../model/event.js';
import { lostIn, wholeAnswer, type Serving } from './derived/lost-tokens.js';
import { whereJoined } from './correlation.js';
import type { Measure } from './measure.js';
import { measured, ratio, unmeasured } from './reading.js';

export const waste: Measure = {
  id: 'waste',
  title: 'paid for and thrown away',
  definition:
    'Share of the tokens that the providers wrote for requests of the phase which reached no user: the request ended in an error or worse, or another attempt of the same call, another provider, or a saved or fixed answer served it.',
  unit: 'ratio',
  better: 'less',
  distribution: false,
  phase: 'outage',
  timed: false,
  per: 'nothing',
  narrows: ['during', 'journey', 'upstream'],
  measure: whereJoined((view, scope) => {
    const { all, lost, samples, bins } = lostIn(view, scope, 'waste', heard);
    if (all === 0) return unmeasured('no provider wrote a single token');
    return measured(lost / all, ratio(view, 'waste', bins), samples);
  }),
};

/** Classes that hold the words of an attempt, if not all of them; a saved or canned answer holds none of this call. */
const WORDS: ReadonlySet<ResponseClass> = new Set(['full', 'alt', 'queued', 'partial']);

const heard: Serving = ({ class: got, from }, call) => {
  if (!WORDS.has(got) || (from !== null && from !== call.upstream)) return undefined;
  // What a user was shown came from somewhere, whole or not; from where isn't known if no watermark survives.
  return wholeAnswer(call) ?? (from === null ? undefined : call.attempts.at(-1));
};
