/** Checks that no term weighs and no ceiling holds: a number that should stay below a bound. */
import { limit } from '../../kit/figures.js';
import type { Measured } from '../../model/measurement.js';
import type { Evidence, Judgement } from './check.js';
import { unjudged } from './term-check.js';

export interface Bounds {
  readonly measure: string;
  /** Beyond them the check warns, or fails. */
  readonly warn: number;
  readonly fail: number;
  readonly noun: string;
  seen(measured: Measured): string;
  usersGot(): string;
  shows(): readonly number[];
}

export function judgeBounds(evidence: Evidence, bounds: Bounds): Judgement {
  const measured = evidence.measured(bounds.measure);
  if (measured.state === 'unmeasured') return unjudged('not-applicable', `Not known: ${measured.because}.`);
  const verdict = verdictOf(measured.value, bounds);
  return {
    verdict,
    seen: bounds.seen(measured),
    required: `At most ${limit(bounds.warn)} ${bounds.noun}.`,
    usersGot: verdict === 'pass' ? '' : bounds.usersGot(),
    evidence: verdict === 'pass' ? [] : bounds.shows(),
  };
}

export function verdictOf(
  value: number,
  { warn, fail }: Pick<Bounds, 'warn' | 'fail'>,
): 'pass' | 'warn' | 'fail' {
  if (value > fail) return 'fail';
  return value > warn ? 'warn' : 'pass';
}
