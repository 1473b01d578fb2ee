/**
 * RFC 9110, 10.2.3: a provider that says when to come back means it. Google's genai SDK ignores it, the
 * OpenAI SDK beyond 60 s. Not coming back at all complies; 50 ms or 2 % are forgiven.
 */
import { askedToWait } from './derived/asked-to-wait.js';
import type { Measure } from './measure.js';
import { share, unmeasured } from './reading.js';

export const retryAfterCompliance: Measure = {
  id: 'retry-after-compliance',
  title: 'Retry-After obeyed',
  definition:
    'Of the retries after a failed attempt with a Retry-After, the share that came no earlier than asked, measured from the end of that attempt. 1 where none came at all.',
  unit: 'ratio',
  better: 'more',
  distribution: false,
  phase: 'outage',
  timed: false,
  per: 'nothing',
  narrows: ['during', 'journey', 'upstream'],
  measure: (view, scope) => {
    const all = askedToWait(view, scope);
    if (all.length === 0) return unmeasured('no call was answered with a Retry-After');
    const retried = all.filter(({ waited }) => waited !== null);
    if (retried.length === 0) return share(all.length, all.length);
    return share(retried.filter(({ isEarly }) => !isEarly).length, retried.length);
  },
};
