/**
 * Without chance in their waits callers fall into step and stay in it (Floyd and Jacobson 1994): the cure is
 * a random timer. Vercel's AI SDK waits 2 s and 4 s to the millisecond.
 */
import { limit } from '../../kit/figures.js';
import { gapsOf } from '../measures/derived/gaps.js';
import type { RecordView } from '../measures/view.js';
import { verdictOf } from './bounds-check.js';
import type { Check } from './check.js';
import { unjudged } from './term-check.js';
import { waitBasis, waitsOf, waitWords } from './waits.js';

export const jitteredBackoff: Check = {
  id: 'jittered-backoff',
  title: 'Waits before retries are drawn by chance',
  trouble: 'Every caller waits equally long',
  why: 'Whoever failed together comes back together, until something else breaks the step.',
  remedy:
    'Multiply each wait by a random number from 0 to 1 (full jitter); SDKs with a fixed wait need it from you.',
  severity: 'low',
  terms: [],
  caps: [],
  judge: ({ view }) => {
    const fit = waitsOf(view);
    if (fit === null) return unjudged('not-applicable', 'Not known: fewer than ten retries were seen.');
    if (!fit.isOwn)
      return unjudged('not-applicable', 'Not known: the providers had asked for nearly all waits.');
    const isAtOnce = fit.growth.kind === 'at-once';
    const verdict = isAtOnce ? 'fail' : verdictOf(fit.ratio, { warn: ALIKE, fail: EQUAL });
    return {
      verdict,
      seen: isAtOnce
        ? `Retries come at once: ${waitWords(fit)}.`
        : `The app waits ${waitWords(fit)} (${waitBasis(fit)}).`,
      required: `A wait before each retry, the shortest at most ${limit(ALIKE)} of the longest.`,
      usersGot: verdict === 'pass' ? '' : 'Retries into the same moment as everybody else’s.',
      evidence: verdict === 'pass' ? [] : firstWaiters(view),
    };
  },
};

function firstWaiters(view: RecordView): readonly number[] {
  const found = new Set<number>();
  for (const { inbound } of gapsOf(view, { phase: 'outage' })) if (found.add(inbound).size === 3) break;
  return [...found];
}

/** A jitter of a quarter passes, with what the ends of a sample leave out. */
const ALIKE = 0.85;
const EQUAL = 0.97;
