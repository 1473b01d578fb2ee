/**
 * How far the score could lie, by resampling time: blocks of seconds are drawn anew, for all terms at once,
 * since a bad second is bad for many of them (moving blocks, Künsch 1989). Two runs of one plan are drawn
 * with the same blocks, so that what hurts both drops out of their difference.
 */
import type { RecordView } from '../catalog/measures/view.js';
import { randomOf } from '../kit/random.js';
import { rankOf, type Ends } from '../kit/statistics.js';
import type { Role } from '../model/scenario.js';
import { earned, isCost } from './curve.js';
import type { Weighed } from './grade.js';
import { summedOf, type Summed } from './sums.js';

/** A block as long as what makes neighbours alike: a queue, a breaker's window. Seconds. */
const BLOCK = 4;
const DRAWS = 2_000;
const TAIL = 0.025;

export interface Resampled {
  /** Points before ceilings, of each draw; the same draws for the same plan. */
  readonly draws: Float64Array;
  /** What terms that are no sums over time may take away or add, beside that. */
  readonly apart: Ends;
}

export function resample(view: RecordView, weighed: readonly Weighed[]): Resampled {
  const terms = weighed.map((one) => termOf(view, one));
  const lengths = new Map<Role, number>();
  for (const part of terms.flatMap(({ parts }) => parts)) lengths.set(part.role, part.length);
  const next = randomOf(view.record.plan.seed).at('band').sequence();
  const draws = new Float64Array(DRAWS);
  for (let draw = 0; draw < DRAWS; draw += 1) {
    const blocks = drawBlocks(lengths, next);
    draws[draw] = terms.reduce((sum, term) => sum + term.points(blocks), 0);
  }
  return { draws, apart: apartOf(weighed.filter((_, index) => terms[index]?.parts.length === 0)) };
}

/** Of 95 %, around the points that were seen. */
export function bandOf({ draws, apart }: Resampled, points: number): Ends {
  const sorted = draws.slice().sort();
  const low = sorted[rankOf(TAIL, DRAWS) - 1] ?? points;
  const high = sorted[rankOf(1 - TAIL, DRAWS) - 1] ?? points;
  // Errors of their own add up like those of independent numbers.
  return {
    low: points - Math.hypot(Math.max(0, points - low), apart.low),
    high: points + Math.hypot(Math.max(0, high - points), apart.high),
  };
}

/** Of the difference of two runs with the same plan; `now` less `before`. */
export function differenceBand(before: Resampled, now: Resampled, points: number): Ends {
  const draws = now.draws.map((value, draw) => value - (before.draws[draw] ?? 0));
  const low = Math.hypot(now.apart.low, before.apart.high);
  const high = Math.hypot(now.apart.high, before.apart.low);
  return bandOf({ draws, apart: { low, high } }, points);
}

type Blocks = ReadonlyMap<Role, readonly number[]>;

interface Drawn {
  readonly parts: readonly Cumulated[];
  points(blocks: Blocks): number;
}

function termOf(view: RecordView, { term, of, point }: Weighed): Drawn {
  const summed = summedOf(view, term.measure);
  if (summed === null) return { parts: [], points: () => of * earned(term, point.value) };
  const parts = summed.parts.map(cumulated);
  return {
    parts,
    points: (blocks) => {
      const value = summed.value(parts.map((part) => ratioIn(part, blocks.get(part.role) ?? [])));
      return of * earned(term, value ?? point.value);
    },
  };
}

/** Running sums, so that a block is a difference. */
interface Cumulated {
  readonly role: Role;
  readonly length: number;
  readonly over: Float64Array;
  readonly under: Float64Array;
}

function cumulated({ role, bins }: Summed['parts'][number]): Cumulated {
  const over = new Float64Array(bins.length + 1);
  const under = new Float64Array(bins.length + 1);
  bins.forEach((bin, index) => {
    over[index + 1] = (over[index] ?? 0) + bin.over;
    under[index + 1] = (under[index] ?? 0) + bin.under;
  });
  return { role, length: bins.length, over, under };
}

function ratioIn({ over, under, length }: Cumulated, starts: readonly number[]): number | null {
  const size = Math.min(BLOCK, length);
  let sum = 0;
  let whole = 0;
  for (const start of starts) {
    sum += (over[start + size] ?? 0) - (over[start] ?? 0);
    whole += (under[start + size] ?? 0) - (under[start] ?? 0);
  }
  return whole === 0 ? null : sum / whole;
}

function drawBlocks(lengths: ReadonlyMap<Role, number>, next: () => number): Blocks {
  const blocks = new Map<Role, readonly number[]>();
  for (const [role, length] of lengths) {
    const size = Math.min(BLOCK, length);
    const count = Math.max(1, Math.round(length / Math.max(1, size)));
    blocks.set(
      role,
      Array.from({ length: count }, () => Math.floor(next() * (length - size + 1))),
    );
  }
  return blocks;
}

function apartOf(weighed: readonly Weighed[]): Ends {
  let low = 0;
  let high = 0;
  for (const { term, of, point } of weighed) {
    const [worst, best] = isCost(term) ? [point.high, point.low] : [point.low, point.high];
    const value = earned(term, point.value);
    low += (of * (value - earned(term, worst))) ** 2;
    high += (of * (earned(term, best) - value)) ** 2;
  }
  return { low: Math.sqrt(low), high: Math.sqrt(high) };
}
