/** Checks that no term weighs: a share that must stay small, or a ceiling holds the score. */
import { limit } from '../../kit/figures.js';
import type { Measured } from '../../model/measurement.js';
import type { Evidence, Judgement } from './check.js';
import { unjudged } from './term-check.js';

export interface Holding {
  readonly measure: string;
  readonly caps: readonly string[];
  /** Beyond it the check warns; a ceiling that is reached fails it. */
  readonly limit: number;
  readonly noun: string;
  seen(measured: Measured): string;
  usersGot(): string;
  shows(): readonly number[];
}

export function judgeShare(evidence: Evidence, holding: Holding): Judgement {
  const measured = evidence.measured(holding.measure);
  if (measured.state === 'unmeasured') return unjudged('not-applicable', `Not known: ${measured.because}.`);
  const isHeld = holding.caps.some((cap) => evidence.isReached(cap));
  const verdict = isHeld ? 'fail' : measured.value > holding.limit ? 'warn' : 'pass';
  return {
    verdict,
    seen: holding.seen(measured),
    required: `At most ${limit(holding.limit)} ${holding.noun}.`,
    usersGot: verdict === 'pass' ? '' : holding.usersGot(),
    evidence: verdict === 'pass' ? [] : holding.shows(),
  };
}
