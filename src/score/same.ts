/**
 * The same app in the same runs, over and over: whatever differs is noise of the machine, and nobody may
 * gate finer than that. Only runs of one seed are runs of one plan, so only they are held against each other.
 */
import type { Comparison } from '../model/comparison.js';
import type { Scorecard } from '../model/scorecard.js';
import { compare, type Scored } from './compare.js';

/** A score is null for a run without one. */
export type SameRun = Pick<Scorecard, 'seed' | 'score' | 'interval' | 'verdict'>;

export interface Sameness {
  readonly runs: readonly SameRun[];
  readonly mean: number | null;
  /** Standard deviation from run to run of one seed, in points. */
  readonly deviation: number | null;
  /** Of the means of the seeds: what another draw of the same outage changes. */
  readonly seedDeviation: number | null;
  /** Pairs of runs that were told apart, though nothing had changed. */
  readonly apart: number;
  readonly pairs: number;
  /** Pairs that could not be decided. */
  readonly undecided: number;
  /** Smallest difference that a gate may look for here: three deviations. */
  readonly finest: number | null;
  readonly verdict: 'pass' | 'fail' | 'inconclusive';
}

export function sameness(all: readonly Scored[]): Sameness {
  const runs = all.map(({ scorecard: { seed, score, interval, verdict } }) => ({
    ...{ seed, score, interval, verdict },
  }));
  const seeds = bySeed(runs).map(scoresOf);
  const comparisons = pairsOf(all).map(([before, now]) => compare([{ before, now }]));
  const apart = comparisons.filter(isApart).length;
  const undecided = comparisons.filter(({ interval }) => interval === null).length;
  const deviation = pairDeviation(seeds);
  return {
    runs,
    mean: meanOf(scoresOf(runs)),
    deviation,
    seedDeviation: deviationOf(seeds.flatMap((scores) => meanOf(scores) ?? [])),
    apart,
    pairs: comparisons.length,
    undecided,
    finest: deviation === null ? null : 3 * deviation,
    verdict: apart > 0 ? 'fail' : undecided > 0 || deviation === null ? 'inconclusive' : 'pass',
  };
}

function bySeed(runs: readonly SameRun[]): readonly (readonly SameRun[])[] {
  return [...new Set(runs.map(({ seed }) => seed))].map((seed) => runs.filter((run) => run.seed === seed));
}

function scoresOf(runs: readonly SameRun[]): readonly number[] {
  return runs.flatMap(({ score }) => score ?? []);
}

/** Every two runs of one seed. */
function pairsOf(runs: readonly Scored[]): readonly (readonly [Scored, Scored])[] {
  return runs.flatMap((before, index) =>
    runs
      .slice(index + 1)
      .filter((now) => now.record.plan.seed === before.record.plan.seed)
      .map((now) => [before, now] as const),
  );
}

/** Half the mean square of what two runs of one seed differ by is the variance of one. */
function pairDeviation(seeds: readonly (readonly number[])[]): number | null {
  const squares = seeds.flatMap((scores) =>
    scores.flatMap((one, index) => scores.slice(index + 1).map((other) => (one - other) ** 2 / 2)),
  );
  const variance = meanOf(squares);
  return variance === null ? null : Math.sqrt(variance);
}

/** By the rule that fails a build: a loss is called where nothing was changed. */
function isApart({ verdict, difference, interval, least }: Comparison): boolean {
  if (difference === null || interval === null) return false;
  return verdict === 'fail' || interval[0] > least;
}

function deviationOf(values: readonly number[]): number | null {
  const mean = meanOf(values);
  if (mean === null || values.length < 2) return null;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}

function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
