/** What a fix would gain: the same arithmetic with one sub-metric at the value that earns 90 % of its points. */
import { capStates, type Circumstances } from './caps.js';
import { earned, isCost } from './curve.js';
import { ceilingOf, down, pointsOf, weigh } from './grade.js';
import type { Rubric, Term } from './rubric.js';
import { keyOf, type Point, type Vector } from './vector.js';

export interface Mended {
  readonly terms: readonly string[];
  readonly caps: readonly string[];
}

export function scoreIfMended(
  rubric: Rubric,
  vector: Vector,
  circumstances: Circumstances,
  mended: Mended,
): number {
  const better = mendedVector(rubric, vector, mended.terms);
  const caps = capStates(rubric.caps, better, circumstances).filter(
    ({ cap }) => !mended.caps.includes(cap.id),
  );
  return down(Math.min(pointsOf(weigh(rubric, better), 'value'), ceilingOf(caps)));
}

function mendedVector(rubric: Rubric, vector: Vector, terms: readonly string[]): Vector {
  const better = new Map(vector);
  for (const term of rubric.terms.filter(({ id }) => terms.includes(id))) {
    const point = vector.get(keyOf(term.measure, term.phase));
    if (point === undefined || earned(term, point.counted) >= 0.9) continue;
    const target = Math.max(term.p10, worseWithin(rubric, term, better));
    if (isCost(term) && target >= point.value) continue;
    for (const key of [keyOf(term.measure, term.phase), ...holdersOf(rubric, term)]) {
      const held = better.get(key);
      if (held !== undefined) better.set(key, moved(held, target - point.value));
    }
  }
  return better;
}

/** What is worse, and counts here too, another fix has to mend. */
function worseWithin(rubric: Rubric, term: Term, vector: Vector): number {
  const worse = rubric.nested[rubric.nested.indexOf(term.measure) - 1];
  return worse === undefined ? -Infinity : (vector.get(keyOf(worse, term.phase))?.value ?? -Infinity);
}

/** A user who is no longer left hanging is no longer told nothing, either. */
function holdersOf(rubric: Rubric, term: Term): readonly string[] {
  const place = rubric.nested.indexOf(term.measure);
  return place < 0 ? [] : rubric.nested.slice(place + 1).map((measure) => keyOf(measure, term.phase));
}

function moved(point: Point, by: number): Point {
  const value = point.value + by;
  return { ...point, value, counted: value, low: point.low + by, high: point.high + by };
}
