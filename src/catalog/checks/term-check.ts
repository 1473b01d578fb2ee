/** Checks that a term of the rubric weighs: 90 % of its points pass, less than half of them fail. */
import { figure, limit, rate, span } from '../../kit/figures.js';
import type { Measured, Unit } from '../../model/measurement.js';
import type { Evidence, Judgement, Target } from './check.js';

export interface Story {
  readonly term: string;
  /** Reaching one of them fails, whatever the term earns. */
  readonly caps: readonly string[];
  /** Follows the number in "At most 1.4 calls per request (90 % of the points)"; may be empty. */
  readonly noun: string;
  seen(measured: Measured): string;
  usersGot(measured: Measured): string;
  /** Inbounds that show it. */
  shows(): readonly number[];
}

export function judgeTerm(evidence: Evidence, story: Story): Judgement {
  const target = evidence.target(story.term);
  if (target === null) return unjudged('not-applicable', 'The rubric has no such term.');
  const { measured } = target;
  const required = requirement(target, story.noun);
  if (measured.state === 'unmeasured') {
    return {
      ...unjudged(target.isDue ? 'inconclusive' : 'not-applicable', `Not known: ${measured.because}.`),
      required,
    };
  }
  const isHeld = story.caps.some((cap) => evidence.isReached(cap));
  const verdict = isHeld ? 'fail' : verdictOf(target, measured.value);
  return {
    verdict,
    seen: story.seen(measured),
    required,
    usersGot: verdict === 'pass' ? '' : story.usersGot(measured),
    evidence: verdict === 'pass' ? [] : story.shows(),
  };
}

export function unjudged(verdict: 'not-applicable' | 'inconclusive', seen: string): Judgement {
  return { verdict, seen, required: '', usersGot: '', evidence: [] };
}

function verdictOf({ p10, median }: Target, value: number): 'pass' | 'warn' | 'fail' {
  const isBetter = (least: number): boolean => (median > p10 ? value <= least : value >= least);
  if (isBetter(p10)) return 'pass';
  return isBetter(median) ? 'warn' : 'fail';
}

function requirement({ unit, p10, median }: Target, noun: string): string {
  const bound = median > p10 ? 'At most' : 'At least';
  const what = noun === '' ? '' : ` ${noun}`;
  return `${bound} ${amount(p10, unit)}${what} (90 % of the points) or ${amount(median, unit)} (50 %).`;
}

function amount(value: number, unit: Unit): string {
  if (unit === 'ratio') return limit(value);
  if (unit === 'ms') return span(value);
  return Number.isInteger(value) ? figure(value) : rate(value).replace(/0$/, '');
}
