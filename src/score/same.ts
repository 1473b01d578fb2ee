/**
 * The same app in the same runs, over and over: whatever differs is noise of the machine, and nobody may
 * gate finer than that.
 */
import type { Comparison } from '../model/comparison.js';
import { compare, type Scored } from './compare.js';

export interface Sameness {
  /** Null for a run without a score. */
  readonly scores: readonly (number | null)[];
  readonly mean: number | null;
  /** Standard deviation from run to run, in points. */
  readonly deviation: number | null;
  /** Pairs of runs that were told apart, though nothing had changed. */
  readonly apart: number;
  readonly pairs: number;
  /** Pairs that could not be decided. */
  readonly undecided: number;
  /** Smallest difference that a gate may look for here: three deviations. */
  readonly finest: number | null;
  readonly verdict: 'pass' | 'fail' | 'inconclusive';
}

export function sameness(runs: readonly Scored[]): Sameness {
  const scores = runs.map(({ scorecard }) => scorecard.score);
  const known = scores.filter((score) => score !== null);
  const comparisons = pairsOf(runs).map(([before, now]) => compare([{ before, now }]));
  const apart = comparisons.filter(isApart).length;
  const undecided = comparisons.filter(({ interval }) => interval === null).length;
  const deviation = deviationOf(known);
  return {
    scores,
    mean: known.length === 0 ? null : meanOf(known),
    deviation,
    apart,
    pairs: comparisons.length,
    undecided,
    finest: deviation === null ? null : 3 * deviation,
    verdict: apart > 0 ? 'fail' : undecided > 0 || deviation === null ? 'inconclusive' : 'pass',
  };
}

/** Each with the next: every run is in two pairs, but for the first and the last. */
function pairsOf(runs: readonly Scored[]): readonly (readonly [Scored, Scored])[] {
  return runs.slice(1).flatMap((now, index) => {
    const before = runs[index];
    return before === undefined ? [] : [[before, now] as const];
  });
}

/** By the rule that fails a build: a loss is called where nothing was changed. */
function isApart({ verdict, difference, interval, least }: Comparison): boolean {
  if (difference === null || interval === null) return false;
  return verdict === 'fail' || interval[0] > least;
}

function deviationOf(values: readonly number[]): number | null {
  if (values.length < 2) return null;
  const mean = meanOf(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
