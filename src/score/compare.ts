/**
 * Two runs of one plan, side by side: the same users asked the same questions at the same times and met the
 * same fates, so what differs is the app. Never of two different plans: that would compare outages.
 */
import { viewOf } from '../catalog/measures/view.js';
import type { List } from '../kit/list.js';
import type { Ends } from '../kit/statistics.js';
import type { RunRecord } from '../model/record.js';
import type { Comparison, Noise } from '../model/comparison.js';
import type { Scorecard } from '../model/scorecard.js';
import { differenceBand, resample, scoresOf, type Resampled } from './band.js';
import { gradeOf } from './grade.js';
import { gaugeOf } from './measure.js';
import { pooled, type Difference } from './pooled.js';
import { rubric } from './rubric.js';
import { circumstancesOf } from './score.js';
import { termChanges, type Sides } from './term-changes.js';
import { vectorOf } from './vector.js';

export interface Scored {
  readonly record: RunRecord;
  readonly scorecard: Scorecard;
}

export interface Pair {
  readonly before: Scored;
  readonly now: Scored;
}

/** Points that a change may cost before it is called a loss: less than a reader would act on. */
const LEAST = 3;
/** So many standard deviations of noise are no loss either. */
const DEVIATIONS = 3;
/** Pairs from which on they say themselves how much runs of one app differ. */
const TELLING = 3;

/** Of one pair, or of several that repeat it; `measured` is what runs of one app are known to differ by. */
export function compare(all: readonly Pair[], measured: Noise | null = null): Comparison {
  const known = all.flatMap(toldOf);
  const pairs = known.map(({ pair }) => pair);
  const differences = known.map(({ difference }) => difference);
  const noise = measured ?? noiseAmong(pairs);
  const least = noise === null ? LEAST : Math.max(LEAST, DEVIATIONS * noise.deviation);
  if (differences.length === 0) return notKnown(all, { least, noise });
  const difference = mean(differences.map(({ points }) => points));
  const interval = pooled(differences, difference);
  return {
    before: meanScore(pairs.map(({ before }) => before)),
    now: meanScore(pairs.map(({ now }) => now)),
    difference,
    interval: [interval.low, interval.high],
    ...{ least, noise },
    verdict: interval.low >= -least ? 'pass' : interval.high < -least ? 'fail' : 'inconclusive',
    terms: termChanges(known.map(({ sides }) => sides)),
    because: because(all),
  };
}

/** What is known of a pair whose runs both have a score. */
interface Told {
  readonly pair: Pair;
  readonly sides: Sides;
  readonly difference: Difference;
}

function toldOf(pair: Pair): readonly Told[] {
  const { before, now } = pair;
  const [old, young] = [before.scorecard, now.scorecard];
  if (old.score === null || young.score === null || old.interval === null || young.interval === null)
    return [];
  const points = young.score - old.score;
  const [first, second] = [resampled(before), resampled(now)];
  const sides = {
    before: { scorecard: old, drawn: first.drawn },
    now: { scorecard: young, drawn: second.drawn },
  };
  const told = (ends: Ends): readonly Told[] => [{ pair, sides, difference: { points, ...ends } }];
  if (isOneRun(before.record, now.record)) return told({ low: points, high: points });
  // Where few came, blocks of time say nothing: then each side answers for its own interval.
  if (first.drawn.isThin || second.drawn.isThin)
    return told({ low: young.interval[0] - old.interval[1], high: young.interval[1] - old.interval[0] });
  return told(
    differenceBand(scoresOf(first.drawn, first.points), scoresOf(second.drawn, second.points), points),
  );
}

/** A folder beside itself, or a copy: nothing differs, and chance had no part in that. */
function isOneRun(before: RunRecord, now: RunRecord): boolean {
  return (
    isAlike(before.responses, now.responses) &&
    isAlike(before.attempts, now.attempts) &&
    isAlike(before.effects, now.effects)
  );
}

function isAlike<T>(before: List<T>, now: List<T>): boolean {
  if (before.length !== now.length) return false;
  return before.every((row, index) => JSON.stringify(row) === JSON.stringify(now.at(index)));
}

interface Drawn {
  readonly drawn: Resampled;
  /** Before ceilings. */
  readonly points: number;
}

function resampled({ record, scorecard }: Scored): Drawn {
  const view = viewOf(record);
  const vector = vectorOf(rubric, gaugeOf(view));
  const graded = gradeOf(rubric, vector, circumstancesOf(view));
  return { drawn: resample(view, graded, vector), points: graded.base ?? scorecard.score ?? 0 };
}

/** Within each side nothing changed; both sides together say how much runs differ then. */
function noiseAmong(pairs: readonly Pair[]): Noise | null {
  const { length } = pairs;
  if (length < TELLING) return null;
  const squares = [pairs.map(({ before }) => before), pairs.map(({ now }) => now)].map((side) => {
    const scores = side.map(({ scorecard }) => scorecard.score ?? 0);
    return scores.reduce((sum, score) => sum + (score - mean(scores)) ** 2, 0);
  });
  const variance = squares.reduce((sum, square) => sum + square, 0) / (2 * (length - 1));
  return { deviation: Math.sqrt(variance), runs: 2 * length, from: 'these repeats' };
}

function notKnown(pairs: readonly Pair[], margin: Pick<Comparison, 'least' | 'noise'>): Comparison {
  return {
    before: meanScore(pairs.map(({ before }) => before)),
    now: meanScore(pairs.map(({ now }) => now)),
    difference: null,
    interval: null,
    ...margin,
    verdict: 'inconclusive',
    terms: [],
    because: because(pairs),
  };
}

function meanScore(all: readonly Scored[]): number | null {
  const scores = all.map(({ scorecard }) => scorecard.score);
  return scores.some((score) => score === null) ? null : mean(scores.map((score) => score ?? 0));
}

/** Why one of them has no score, or which ceiling decides; null where the points say it all. */
function because(pairs: readonly Pair[]): string | null {
  for (const { before, now } of pairs) {
    if (before.scorecard.score === null) return `the run before has no score: ${before.scorecard.because}`;
    if (now.scorecard.score === null) return `the run now has no score: ${now.scorecard.because}`;
  }
  const capOf = ({ scorecard }: Scored): string | null =>
    scorecard.caps.find(({ state }) => state === 'binding')?.title ?? null;
  const [first] = pairs;
  if (first === undefined) return null;
  const [old, young] = [capOf(first.before), capOf(first.now)];
  if (old === young) return old === null ? null : `a ceiling decides both: ${old}`;
  if (old !== null && young === null) return `a ceiling was lifted: ${old}`;
  return `a ceiling now decides: ${young ?? ''}`;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
