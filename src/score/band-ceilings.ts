/**
 * Ceilings under chance: a share just above its limit lies below it in many a draw, and who lied twice might
 * have lied once. So the interval of a score that a ceiling decides tells how surely it does.
 */
import { unreachable } from '../kit/invariant.js';
import { wilson } from '../kit/statistics.js';
import type { RecordView } from '../catalog/measures/view.js';
import { hitsOf, type CapState } from './caps.js';
import type { CapRule } from './rubric.js';
import { summedOf } from './sums.js';
import { cumulated, type Blocks, type Cumulated } from './time-blocks.js';
import { keyOf, type Point, type Vector } from './vector.js';

export interface DrawnCeiling {
  readonly parts: readonly Cumulated[];
  /** Of the score in that draw: 100 where it isn't reached. `chance` is asked once, whatever comes of it. */
  height(blocks: Blocks, chance: () => number): number;
}

export function ceilingsIn(
  view: RecordView,
  caps: readonly CapState[],
  vector: Vector,
): readonly DrawnCeiling[] {
  return caps.map((state) => {
    const rule = ruleIn(view, state, vector);
    const height: DrawnCeiling['height'] = (blocks, chance) =>
      rule.isReached(blocks, chance()) ? state.cap.cap : 100;
    return { parts: rule.parts, height };
  });
}

interface DrawnRule {
  readonly parts: readonly Cumulated[];
  isReached(blocks: Blocks, chance: number): boolean;
}

function ruleIn(view: RecordView, { cap: { rule }, state, applies }: CapState, vector: Vector): DrawnRule {
  const fixed = { parts: [], isReached: () => state === 'reached' };
  const point = rule.kind === 'no-recovery' ? undefined : vector.get(keyOf(rule.measure, rule.phase));
  if (point === undefined || !applies) return fixed;
  switch (rule.kind) {
    case 'no-recovery':
    case 'below':
      return fixed;
    case 'hits':
      return { parts: [], isReached: (_, chance) => poisson(hitsOf(point), chance) >= rule.limit };
    case 'above':
    case 'at-least':
      return boundRule(view, rule, point);
    default:
      return unreachable(rule);
  }
}

type Bound = Extract<CapRule, { kind: 'above' | 'at-least' }>;

/** The lower end of the interval decides, and moves with what is drawn: for a share, how many it met. */
function boundRule(view: RecordView, rule: Bound, point: Point): DrawnRule {
  const isOver = (low: number): boolean => (rule.kind === 'above' ? low > rule.limit : low >= rule.limit);
  const summed = MEANS.has(rule.measure) ? summedOf(view, rule.measure) : null;
  if (summed === null) {
    const { samples } = point;
    const low = (chance: number): number =>
      wilson(Math.min(samples, poisson(hitsOf(point), chance)), samples).low;
    return { parts: [], isReached: (_, chance) => isOver(low(chance)) };
  }
  const parts = summed.parts.map(cumulated);
  const below = point.value - point.low;
  const drawn = (blocks: Blocks): number =>
    summed.value(parts.map((part) => part.ratio(blocks))) ?? point.value;
  return { parts, isReached: (blocks) => isOver(drawn(blocks) - below) };
}

/** Means over time; what else a ceiling looks at are shares of requests, each of which hits or doesn't. */
const MEANS: ReadonlySet<string> = new Set(['amplification', 'residual-deficit']);

/** How often a thing happens that happened so often: the number of which so much of the probability lies below. */
function poisson(mean: number, chance: number): number {
  let count = 0;
  let term = Math.exp(-mean);
  let below = term;
  while (below < chance && term > 0) {
    count += 1;
    term *= mean / count;
    below += term;
  }
  return mean > 700 ? mean : count;
}
