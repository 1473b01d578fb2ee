/**
 * Ceilings under chance: a share just above its limit lies below it in many a draw, and who lied twice might
 * have lied once. So the interval of a score that a ceiling decides tells how surely it does.
 */
import { unreachable } from '../kit/invariant.js';
import type { Random } from '../kit/random.js';
import { wilson } from '../kit/statistics.js';
import type { RecordView } from '../catalog/measures/view.js';
import type { CapState } from './caps.js';
import { metBy } from './met.js';
import type { CapRule } from './rubric.js';
import { summedOf } from './sums.js';
import { cumulated, type Blocks, type Cumulated } from './time-blocks.js';
import { keyOf, type Point, type Vector } from './vector.js';

export interface DrawnCeiling {
  readonly parts: readonly Cumulated[];
  /** Of the score in that draw: 100 where it isn't reached. */
  height(blocks: Blocks, draw: number): number;
}

export interface Drawing {
  readonly view: RecordView;
  readonly vector: Vector;
  readonly random: Random;
  readonly draws: number;
}

export function ceilingsIn(drawing: Drawing, caps: readonly CapState[]): readonly DrawnCeiling[] {
  return caps.map((state) => {
    const rule = ruleIn(drawing, state);
    const height: DrawnCeiling['height'] = (blocks, draw) =>
      rule.isReached(blocks, draw) ? state.cap.cap : 100;
    return { parts: rule.parts, height };
  });
}

interface DrawnRule {
  readonly parts: readonly Cumulated[];
  isReached(blocks: Blocks, draw: number): boolean;
}

function ruleIn(drawing: Drawing, { cap: { rule }, state, applies }: CapState): DrawnRule {
  const fixed = { parts: [], isReached: () => state === 'reached' };
  const point = rule.kind === 'no-recovery' ? undefined : drawing.vector.get(keyOf(rule.measure, rule.phase));
  if (point === undefined || !applies) return fixed;
  switch (rule.kind) {
    case 'no-recovery':
    case 'below':
      return fixed;
    case 'hits':
      return countedRule(drawing, rule, (hits) => hits >= rule.limit) ?? fixed;
    case 'above':
    case 'at-least':
      return boundRule(drawing, rule, point) ?? fixed;
    default:
      return unreachable(rule);
  }
}

type Bound = Extract<CapRule, { kind: 'above' | 'at-least' }>;

/** The lower end of the interval decides, and moves with what is drawn: for a share, how many it met. */
function boundRule(drawing: Drawing, rule: Bound, point: Point): DrawnRule | null {
  const isOver = (low: number): boolean => (rule.kind === 'above' ? low > rule.limit : low >= rule.limit);
  const summed = MEANS.has(rule.measure) ? summedOf(drawing.view, rule.measure) : null;
  if (summed === null) {
    const { samples } = point;
    return countedRule(drawing, rule, (hits) => isOver(wilson(Math.min(samples, hits), samples).low));
  }
  const parts = summed.parts.map((part) => cumulated(drawing.view, part));
  const below = point.value - point.low;
  const drawn = (blocks: Blocks): number =>
    summed.value(parts.map((part) => part.ratio(blocks))) ?? point.value;
  return { parts, isReached: (blocks) => isOver(drawn(blocks) - below) };
}

/** Means over time; what else a ceiling looks at are shares of requests, each of which hits or doesn't. */
const MEANS: ReadonlySet<string> = new Set(['amplification', 'residual-deficit']);

/** Beyond so many deviations no draw of so few comes. */
const FAR = 6;

/** Null where nobody is counted. */
function countedRule(
  { view, random, draws }: Drawing,
  { measure, phase }: Extract<CapRule, { measure: string }>,
  isOver: (hits: number) => boolean,
): DrawnRule | null {
  const met = metBy(view, measure, phase);
  if (met === null) return null;
  const far = met.length === 0 ? 0 : FAR * Math.sqrt(met.length) + FAR;
  const isSurely = isOver(met.length);
  if (isOver(Math.max(0, met.length - far)) === isSurely && isOver(met.length + far) === isSurely)
    return { parts: [], isReached: () => isSurely };
  const hits = hitsIn(met, random, draws);
  return { parts: [], isReached: (_, draw) => isOver(hits[draw] ?? met.length) };
}

/**
 * How often a thing happens that happened to these: to each of them once in the mean, by dice of their own. So
 * whom two runs have in common adds to both alike.
 */
function hitsIn(met: readonly number[], random: Random, draws: number): Uint32Array {
  const hits = new Uint32Array(draws);
  for (const inbound of met) {
    const next = random.at(inbound).sequence();
    for (let draw = 0; draw < draws; draw += 1) hits[draw] = (hits[draw] ?? 0) + timesOf(next());
  }
  return hits;
}

/** Of a Poisson law of mean 1: the number of which so much of the probability lies below. */
function timesOf(chance: number): number {
  let count = 0;
  let term = Math.exp(-1);
  let below = term;
  while (below < chance && term > 0) {
    count += 1;
    term /= count;
    below += term;
  }
  return count;
}
