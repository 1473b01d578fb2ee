/**
 * How far the score could lie, by resampling time: blocks of seconds are drawn anew, for all terms at once,
 * since a bad second is bad for many of them (moving blocks, Künsch 1989). Few blocks look more alike than
 * they are, so what they say is widened as Student's t widens a mean. Two runs of one plan are drawn with the
 * same blocks, so that what hurts both drops out of their difference.
 */
import type { RecordView } from '../catalog/measures/view.js';
import { widening } from '../kit/blocks.js';
import { randomOf } from '../kit/random.js';
import { rankOf, type Ends } from '../kit/statistics.js';
import { ceilingsIn } from './band-ceilings.js';
import { earned, isCost } from './curve.js';
import { ceilingOf, type Graded, type Weighed } from './grade.js';
import { summedOf } from './sums.js';
import { axesOf, cumulated, drawBlocks, type Blocks, type Cumulated } from './time-blocks.js';
import type { Vector } from './vector.js';

const DRAWS = 2_000;
const TAIL = 0.025;
/** With so many degrees of freedom Student's t is the normal distribution. */
const MANY = 1e6;

/** Of fewer requests not even what none of them met can be said to be rarer than one in twenty. */
const FEWEST = 73;

/** Blocks of time in which next to nobody came all look alike: then only each number's own interval is left. */
export function isThin(view: RecordView): boolean {
  return view.responses({ phase: 'outage' }).length < FEWEST;
}

/** Errors by blocks of time, and those of their own beside them. */
export interface Spread {
  /** Points before ceilings, of each draw; the same draws for the same plan. */
  readonly draws: Float64Array;
  /** What terms that are no sums over time may take away or add, beside that. */
  readonly apart: Ends;
}

export interface Resampled extends Spread {
  /** Of each term that has an interval, by its id. */
  readonly terms: ReadonlyMap<string, Spread>;
  /** The lowest ceiling that each draw reaches. */
  readonly heights: Float64Array;
  /** The lowest ceiling that the draws reach, and the highest, but for one tail each. */
  readonly ceilings: Ends;
  readonly isThin: boolean;
  /** By how much the spread of the draws falls short, for the few blocks that the outage has. */
  readonly wider: number;
  /** Of that spread, by those blocks. */
  readonly freedom: number;
}

export function resample(view: RecordView, { weighed, caps }: Graded, vector: Vector): Resampled {
  const terms = weighed.map((one) => termOf(view, one));
  const random = randomOf(view.record.plan.seed);
  const drawing = { view, vector, random: random.at('ceilings'), draws: DRAWS };
  const ceilings = ceilingsIn(drawing, caps);
  const axes = axesOf(
    view,
    [...terms, ...ceilings].flatMap(({ parts }) => parts),
  );
  const next = random.at('band').sequence();
  const draws = new Float64Array(DRAWS);
  const own = terms.map(() => new Float64Array(DRAWS));
  const heights = new Float64Array(DRAWS);
  for (let draw = 0; draw < DRAWS; draw += 1) {
    const blocks = drawBlocks(axes, next);
    let sum = 0;
    for (const [index, term] of terms.entries()) {
      const points = term.points(blocks);
      sum += points;
      (own[index] ?? draws)[draw] = points;
    }
    draws[draw] = sum;
    heights[draw] = ceilings.reduce((low, one) => Math.min(low, one.height(blocks, draw)), 100);
  }
  const axis = axes.get('outage');
  const [drawn, strata] = [axis?.blocks ?? Infinity, axis?.stretches.length ?? 1];
  return {
    draws,
    terms: spreadsOf(weighed, { terms, own, blocks: drawn }),
    heights,
    ceilings: tailsOf(heights, ceilingOf(caps)),
    apart: apartOf(weighed.filter((_, index) => terms[index]?.parts.length === 0)),
    isThin: isThin(view),
    wider: widening(drawn, strata),
    freedom: Math.min(MANY, Math.max(1, drawn - strata)),
  };
}

interface Own {
  readonly terms: readonly Drawn[];
  readonly own: readonly Float64Array[];
  readonly blocks: number;
}

const NOTHING: Ends = { low: 0, high: 0 };

/** One block says nothing of how blocks differ, and a number without an interval nothing of chance. */
function spreadsOf(weighed: readonly Weighed[], { terms, own, blocks }: Own): ReadonlyMap<string, Spread> {
  return new Map(
    weighed.flatMap((one, index): readonly [string, Spread][] => {
      const draws = own[index];
      if (draws === undefined) return [];
      if (terms[index]?.parts.length !== 0)
        return blocks < 2 ? [] : [[one.term.id, { draws, apart: NOTHING }]];
      const { low, high } = one.point;
      return low < high ? [[one.term.id, { draws, apart: apartOf([one]) }]] : [];
    }),
  );
}

type Widened = Spread & Pick<Resampled, 'wider'>;

/** Of 95 %, around the points that were seen; ceilings not yet taken. */
export function bandOf(resampled: Widened, points: number): Ends {
  const { draws, apart, wider } = resampled;
  const { low, high } = tailsOf(draws, points);
  // Errors of their own add up like those of independent numbers.
  return {
    low: points - Math.hypot(wider * Math.max(0, points - low), apart.low),
    high: points + Math.hypot(wider * Math.max(0, high - points), apart.high),
  };
}

/** Of each draw the score and not the points: widened, and then held down by the ceilings that it reaches. */
export function scoresOf(resampled: Resampled, points: number): Widened {
  const { draws, heights, apart, wider, ceilings } = resampled;
  const scores = draws.map((value, draw) =>
    Math.min(heights[draw] ?? 100, Math.max(0, points + wider * (value - points))),
  );
  // What is held down whatever the points are doesn't move with them.
  return { draws: scores, apart: ceilings.high <= points - apart.low ? NOTHING : apart, wider: 1 };
}

/** Of the difference of two runs with the same plan; `now` less `before`. */
export function differenceBand(before: Widened, now: Widened, points: number): Ends {
  const draws = now.draws.map((value, draw) => value - (before.draws[draw] ?? 0));
  const low = Math.hypot(now.apart.low, before.apart.high);
  const high = Math.hypot(now.apart.high, before.apart.low);
  return bandOf({ draws, apart: { low, high }, wider: now.wider }, points);
}

function tailsOf(draws: Float64Array, otherwise: number): Ends {
  const sorted = draws.slice().sort();
  return {
    low: sorted[rankOf(TAIL, DRAWS) - 1] ?? otherwise,
    high: sorted[rankOf(1 - TAIL, DRAWS) - 1] ?? otherwise,
  };
}

interface Drawn {
  readonly parts: readonly Cumulated[];
  points(blocks: Blocks): number;
}

function termOf(view: RecordView, { term, of, point }: Weighed): Drawn {
  const summed = summedOf(view, term.measure);
  if (summed === null) return { parts: [], points: () => of * earned(term, point.counted) };
  const parts = summed.parts.map((part) => cumulated(view, part));
  return {
    parts,
    points: (blocks) => {
      const value = summed.value(parts.map((part) => part.ratio(blocks)));
      return of * earned(term, value ?? point.counted);
    },
  };
}

function apartOf(weighed: readonly Weighed[]): Ends {
  let low = 0;
  let high = 0;
  for (const { term, of, point } of weighed) {
    const [worst, best] = isCost(term) ? [point.high, point.low] : [point.low, point.high];
    const value = earned(term, point.counted);
    low += (of * (value - earned(term, worst))) ** 2;
    high += (of * (earned(term, best) - value)) ** 2;
  }
  return { low: Math.sqrt(low), high: Math.sqrt(high) };
}
