/** Whose defaults an app lives by: told from its waits alone, for information, and nothing to be mended. */
import { percent } from '../../kit/figures.js';
import type { Check } from './check.js';
import { unjudged } from './term-check.js';
import { waitBasis, waitsOf, waitWords } from './waits.js';

export const backoffLaw: Check = {
  id: 'backoff-law',
  title: 'How the app waits before it tries again',
  trouble: 'How the app waits before it tries again',
  why: 'Most teams never chose their retry policy: they have that of the SDK below them.',
  remedy: 'Nothing, if it is what you meant.',
  severity: 'none',
  terms: [],
  caps: [],
  judge: ({ view }) => {
    const fit = waitsOf(view);
    if (fit === null) return unjudged('not-applicable', 'Not known: fewer than ten retries were seen.');
    const whose =
      fit.looksLike === null ? '' : ` It looks like ${fit.looksLike.title} (${fit.looksLike.read}).`;
    const asked =
      fit.asAsked === null ? '' : ` ${percent(fit.asAsked)} of the waits were as long as Retry-After asked.`;
    return {
      verdict: 'pass',
      seen: `${capital(waitWords(fit))} (${waitBasis(fit)}).${asked}${whose}`,
      required: 'Nothing: this is for information.',
      usersGot: '',
      evidence: [],
    };
  },
};

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
