/**
 * What none of so many met may still happen: of 800, to one in 200 (Wilson). Blocks of seconds without it all look
 * alike, so the interval of the score leaves that out. It isn't taken in, since no run of this length could ever
 * be sure of an A then; it is said instead, with its price.
 */
import type { Unseen } from '../model/scorecard.js';
import { earned } from './curve.js';
import { down, type Graded, type Weighed } from './grade.js';

const NEVER: readonly { readonly measure: string; readonly what: Unseen['what'] }[] = [
  { measure: 'hang-or-worse-share', what: 'left hanging or deceived' },
  { measure: 'lie-share', what: 'deceived' },
];

/** Null where it has been seen, or the interval reaches as low. */
export function unseenIn({ grade, weighed, base }: Graded): Unseen | null {
  if (grade.state === 'ungraded' || base === null) return null;
  for (const { measure, what } of NEVER) {
    const point = weighed.find(({ term }) => term.measure === measure)?.point;
    if (point === undefined || point.value > 0) continue;
    const points = down(Math.max(0, base - priceOf(weighed, point.high)));
    return points < grade.interval[0] ? { what, requests: point.samples, share: point.high, points } : null;
  }
  return null;
}

/** One share is part of the next worse, so what is met rarely is met rarely in all that saw nothing. */
function priceOf(weighed: readonly Weighed[], share: number): number {
  return weighed
    .filter(({ term, point }) => SHARES.has(term.measure) && point.value === 0)
    .reduce((sum, { term, of }) => sum + of * (1 - earned(term, share)), 0);
}

const SHARES: ReadonlySet<string> = new Set(['lie-share', 'hang-or-worse-share', 'dishonest-share']);
