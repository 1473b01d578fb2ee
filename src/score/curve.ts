/** The curve that Lighthouse scores by: 90 % at one control point, 50 % at the other, and never a cliff. */
import { normalCdf } from '../kit/statistics.js';
import type { Term } from './rubric.js';

/** Standard normal deviate that leaves a tenth above it. */
const TENTH = 1.2815515655446004;

export function logNormal(value: number, p10: number, median: number): number {
  if (value <= 0) return 1;
  if (value === Infinity) return 0;
  return 1 - normalCdf(Math.log(value / median) / (Math.log(median / p10) / TENTH));
}

/** From 0 to 1. */
export function earned(term: Term, value: number): number {
  if (term.curve === 'linear') return Math.min(1, Math.max(0, value));
  return logNormal(value - term.free, term.p10 - term.free, term.median - term.free);
}

/** True where less is better for this term. */
export function isCost(term: Term): boolean {
  return term.median > term.p10;
}
