/** What an app says when no upstream could be asked, from best to worst. */
import { unreachable } from '../kit/invariant.js';
import type { Random } from '../kit/random.js';
import type { Millis } from '../model/units.js';
import { told, type Got } from './answered.js';
import type { Policy } from './policy.js';
import type { Failure } from './wait.js';

/** How old the answers of a modelled cache are. */
const AGE: Millis = 60_000;

export function cachedAnswer({ cache }: Policy, random: Random, at: Millis, from: string): Got | null {
  if (cache === null || random.at('cached').unit() >= cache.hits) return null;
  const answer = { at, from, firstContent: at, age: AGE };
  return cache.marked
    ? told({ ...answer, class: 'stale', marked: true })
    : told({ ...answer, class: 'lie', why: 'a saved answer passed as fresh' });
}

export function cannedAnswer({ canned }: Policy, at: Millis): Got | null {
  if (canned === null) return null;
  const answer = { at, firstContent: at };
  return canned.marked
    ? told({ ...answer, class: 'static', marked: true })
    : told({ ...answer, class: 'lie', why: 'a success without a word of the model' });
}

export function errorAnswer({ failure: said }: Policy, at: Millis, failure: Failure | null): Got {
  const status = failure?.kind === 'refused' ? failure.status : 502;
  switch (said) {
    case 'typed':
      return told({ at, class: 'honest-error', status: 503 });
    case 'raw':
      return told({ at, class: 'raw-error', status, why: "the provider's own words" });
    case 'leak':
      return told({ at, class: 'raw-error', status, why: 'secret: an API key in the response' });
    case 'empty-success':
      return told({ at, class: 'lie', why: 'a success without an answer' });
    default:
      return unreachable(said);
  }
}
