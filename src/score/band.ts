/**
 * How far the score could lie, by resampling time: blocks of seconds are drawn anew, for all terms at once,
 * since a bad second is bad for many of them (moving blocks, Künsch 1989). Few blocks look more alike than
 * they are, so what they say is widened as Student's t widens a mean. Two runs of one plan are drawn with the
 * same blocks, so that what hurts both drops out of their difference.
 */
import type { RecordView } from '../catalog/measures/view.js';
import { randomOf } from '../kit/random.js';
import { rankOf, type Ends } from '../kit/statistics.js';
import { studentQuantile } from '../kit/student.js';
import { ceilingsIn } from './band-ceilings.js';
import { earned, isCost } from './curve.js';
import { ceilingOf, type Graded, type Weighed } from './grade.js';
import { summedOf } from './sums.js';
import { cumulated, drawBlocks, roomOf, type Blocks, type Cumulated } from './time-blocks.js';
import type { Vector } from './vector.js';

const DRAWS = 2_000;
const TAIL = 0.025;
/** Standard normal deviate of the tail: what a quantile of many blocks would be. */
const NORMAL = 1.959964;

export interface Resampled {
  /** Points before ceilings, of each draw; the same draws for the same plan. */
  readonly draws: Float64Array;
  /** The lowest ceiling that the draws reach, and the highest, but for one tail each. */
  readonly ceilings: Ends;
  /** What terms that are no sums over time may take away or add, beside that. */
  readonly apart: Ends;
  /** By how much the spread of the draws falls short, for the few blocks that the outage has. */
  readonly wider: number;
}

export function resample(view: RecordView, { weighed, caps }: Graded, vector: Vector): Resampled {
  const terms = weighed.map((one) => termOf(view, one));
  const ceilings = ceilingsIn(view, caps, vector);
  const lengths = roomOf([...terms, ...ceilings].flatMap(({ parts }) => parts));
  const random = randomOf(view.record.plan.seed);
  const next = random.at('band').sequence();
  const chance = random.at('ceilings').sequence();
  const draws = new Float64Array(DRAWS);
  const lowest = new Float64Array(DRAWS);
  for (let draw = 0; draw < DRAWS; draw += 1) {
    const blocks = drawBlocks(lengths, next);
    draws[draw] = terms.reduce((sum, term) => sum + term.points(blocks), 0);
    lowest[draw] = ceilings.reduce((low, one) => Math.min(low, one.height(blocks, chance)), 100);
  }
  return {
    draws,
    ceilings: tailsOf(lowest, ceilingOf(caps)),
    apart: apartOf(weighed.filter((_, index) => terms[index]?.parts.length === 0)),
    wider: widening(drawBlocks(lengths, next).get('outage')?.length ?? Infinity),
  };
}

/** Of 95 %, around the points that were seen; ceilings not yet taken. */
export function bandOf(resampled: Pick<Resampled, 'draws' | 'apart' | 'wider'>, points: number): Ends {
  const { draws, apart, wider } = resampled;
  const { low, high } = tailsOf(draws, points);
  // Errors of their own add up like those of independent numbers.
  return {
    low: points - Math.hypot(wider * Math.max(0, points - low), apart.low),
    high: points + Math.hypot(wider * Math.max(0, high - points), apart.high),
  };
}

/** Of the difference of two runs with the same plan; `now` less `before`. */
export function differenceBand(before: Resampled, now: Resampled, points: number): Ends {
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

/** One block says nothing of how blocks differ: then its own spread is taken as it is, and `apart` alone widens it. */
function widening(blocks: number): number {
  if (!Number.isFinite(blocks) || blocks < 2) return 1;
  return (studentQuantile(2 * TAIL, blocks - 1) / NORMAL) * Math.sqrt(blocks / (blocks - 1));
}

interface Drawn {
  readonly parts: readonly Cumulated[];
  points(blocks: Blocks): number;
}

function termOf(view: RecordView, { term, of, point }: Weighed): Drawn {
  const summed = summedOf(view, term.measure);
  if (summed === null) return { parts: [], points: () => of * earned(term, point.counted) };
  const parts = summed.parts.map(cumulated);
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
