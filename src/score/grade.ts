/** Points, ceilings, letter. Arithmetic on the sub-metrics alone, so that it can be tried without a record. */
import type { DimensionScore, Letter, TermScore } from '../model/scorecard.js';
import { capStates, type CapState, type Circumstances } from './caps.js';
import type { Ends } from '../kit/statistics.js';
import { earned, isCost } from './curve.js';
import type { Dimension, Rubric, Term } from './rubric.js';
import { keyOf, type Point, type Vector } from './vector.js';

export type Grade =
  | {
      readonly state: 'graded';
      readonly letter: Letter;
      readonly score: number;
      readonly interval: readonly [number, number];
    }
  /** Terms that must be known and aren't. */
  | { readonly state: 'ungraded'; readonly missing: readonly Term[] };

export interface Graded {
  readonly grade: Grade;
  /** Points before ceilings; null where nothing was measured. */
  readonly base: number | null;
  readonly dimensions: readonly DimensionScore[];
  readonly terms: readonly TermScore[];
  readonly caps: readonly CapState[];
  readonly weighed: readonly Weighed[];
}

export function gradeOf(rubric: Rubric, vector: Vector, circumstances: Circumstances): Graded {
  const weighed = weigh(rubric, vector);
  const caps = capStates(rubric.caps, vector, circumstances);
  const terms = weighed.map(({ term, of, point }) => termScore(term, of, point));
  const dimensions = rubric.dimensions.map((dimension) => dimensionScore(dimension, terms));
  const base = terms.length === 0 ? null : pointsOf(weighed, 'value');
  return {
    grade: gradeBelow(rubric, weighed, { vector, circumstances, caps, dimensions }),
    base,
    dimensions,
    terms,
    caps,
    weighed,
  };
}

export interface Weighed {
  readonly term: Term;
  readonly of: number;
  readonly point: Point;
}

/** Points of terms that have no number go to their dimension, those of dimensions without any to all the others. */
export function weigh(rubric: Rubric, vector: Vector): readonly Weighed[] {
  const present = rubric.terms.flatMap((term) => {
    const point = vector.get(keyOf(term.measure, term.phase));
    return point === undefined ? [] : [{ term, point }];
  });
  const within = (id: string): number =>
    sum(present.filter(({ term }) => term.dimension === id).map(({ term }) => term.points));
  const kept = sum(rubric.dimensions.filter(({ id }) => within(id) > 0).map(({ points }) => points));
  return present.map(({ term, point }) => {
    const dimension = rubric.dimensions.find(({ id }) => id === term.dimension)?.points ?? 0;
    return { term, point, of: (100 * dimension * term.points) / (kept * within(term.dimension)) };
  });
}

type End = 'value' | 'worst' | 'best';

export function pointsOf(weighed: readonly Weighed[], end: End): number {
  return sum(weighed.map(({ term, of, point }) => of * earned(term, at(term, point, end))));
}

function at(term: Term, point: Point, end: End): number {
  if (end === 'value') return point.counted;
  return (end === 'worst') === isCost(term) ? point.high : point.low;
}

function termScore(term: Term, of: number, point: Point): TermScore {
  return {
    id: term.id,
    dimension: term.dimension,
    title: term.title,
    points: of * earned(term, point.counted),
    of,
    measure: term.measure,
    value: point.value,
    interval: Number.isFinite(point.high) ? { low: point.low, high: point.high } : null,
    p10: term.p10,
    median: term.median,
  };
}

function dimensionScore({ id, title, points }: Dimension, terms: readonly TermScore[]): DimensionScore {
  const own = terms.filter(({ dimension }) => dimension === id);
  if (own.length === 0) return { id, title, points: null, of: points };
  return { id, title, points: sum(own.map((term) => term.points)), of: sum(own.map(({ of }) => of)) };
}

interface Found {
  readonly vector: Vector;
  readonly circumstances: Circumstances;
  readonly caps: readonly CapState[];
  readonly dimensions: readonly DimensionScore[];
}

function gradeBelow(rubric: Rubric, weighed: readonly Weighed[], found: Found): Grade {
  const missing = rubric.terms.filter(
    (term) =>
      term.needs === 'phase' &&
      (term.phase !== 'recovery' || found.circumstances.hasRecovery) &&
      !found.vector.has(keyOf(term.measure, term.phase)),
  );
  if (missing.length > 0) return { state: 'ungraded', missing };
  const ceiling = ceilingOf(found.caps);
  const under = (points: number): number => Math.min(points, ceiling);
  const score = down(under(pointsOf(weighed, 'value')));
  const low = down(under(pointsOf(weighed, 'worst')));
  const high = up(under(pointsOf(weighed, 'best')));
  return { state: 'graded', score, letter: letterOf(score), interval: [low, high] };
}

/** With the band of its points, and how low and how high the ceilings may hang. */
export function banded(grade: Grade, band: Ends, ceilings: Ends): Grade {
  if (grade.state === 'ungraded') return grade;
  const low = down(Math.max(0, Math.min(band.low, ceilings.low)));
  const high = up(Math.min(100, band.high, ceilings.high));
  return { ...grade, interval: [Math.min(low, grade.score), Math.max(high, grade.score)] };
}

export function ceilingOf(caps: readonly CapState[]): number {
  return Math.min(100, ...caps.filter(({ state }) => state === 'reached').map(({ cap }) => cap.cap));
}

const LETTERS: readonly (readonly [Letter, number])[] = [
  ['A', 90],
  ['B', 75],
  ['C', 60],
  ['D', 45],
  ['E', 30],
];

export function letterOf(score: number): Letter {
  return LETTERS.find(([, least]) => score >= least)?.[0] ?? 'F';
}

/** An A+ is an A from 97 on without a weak side, of which we are sure. */
export function withPlus(graded: Graded, isSure: boolean): Graded['grade'] {
  const { grade, dimensions } = graded;
  if (grade.state === 'ungraded' || !isSure || grade.score < 97) return grade;
  const isStrong = dimensions.every(({ points, of }) => points !== null && points >= 0.85 * of);
  return isStrong ? { ...grade, letter: 'A+' } : grade;
}

/** To one decimal, downwards, so that 89.96 is no A; what rounding of sums took away isn't taken twice. */
export function down(points: number): number {
  return Math.floor(points * 10 + 1e-6) / 10;
}

export function up(points: number): number {
  return Math.ceil(points * 10 - 1e-6) / 10;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
