/**
 * RFC 9110, 10.2.3. The genai SDK ignores Retry-After, the OpenAI SDK beyond 60 s, Vercel's waits with
 * its own delay beyond 60 s: each knocks again at a door that said when it opens.
 */
import { partOf } from '../../kit/figures.js';
import { askedToWait } from '../measures/derived/asked-to-wait.js';
import type { Check } from './check.js';
import { judgeTerm } from './term-check.js';

export const retryAfter: Check = {
  id: 'retry-after',
  title: 'Retry-After is obeyed',
  trouble: 'Retry-After was ignored',
  why: 'A provider that says when to come back refuses whoever comes sooner, and may count it against the quota.',
  remedy:
    'Wait as long as the provider asks, up to a limit of your own; if that is later than the user’s deadline, fail over or fail at once.',
  severity: 'medium',
  terms: ['retry-after'],
  caps: [],
  judge: (evidence) => {
    const asked = askedToWait(evidence.view, { phase: 'outage' });
    const retried = asked.filter(({ waited }) => waited !== null);
    const early = retried.filter(({ isEarly }) => isEarly);
    return judgeTerm(evidence, {
      term: 'retry-after',
      caps: [],
      noun: 'of the retries too early, times retries per request',
      seen: () =>
        `${partOf(early.length, retried.length)} retries came before the time that the provider had asked for.`,
      usersGot: () => 'The same refusal again, and the wait for it.',
      shows: () =>
        [...new Set(early.map(({ attempt }) => attempt.inbound))]
          .flatMap((inbound) => inbound ?? [])
          .slice(0, 3),
    });
  },
};
