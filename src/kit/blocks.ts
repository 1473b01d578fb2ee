/**
 * Ratios along the time axis, by moving blocks (Künsch 1989): neighbours in time depend on one another (a breaker, a
 * queue), so single values may not be drawn one by one.
 */
import type { Random } from './random.js';
import { rankOf, type Ends } from './statistics.js';
import { studentQuantile } from './student.js';

/** One bin of the time axis: what is divided, by what. */
export interface Fraction {
  readonly over: number;
  readonly under: number;
  /** Only bins of one number stand in for one another; where none is named, all do. */
  readonly stratum?: number;
}

/** Places of the bins that stand in for one another, in order. */
export function strataIn(bins: readonly Fraction[]): readonly (readonly number[])[] {
  const places = new Map<number, number[]>();
  for (const [place, { stratum = 0 }] of bins.entries()) {
    const like = places.get(stratum);
    if (like === undefined) places.set(stratum, [place]);
    else like.push(place);
  }
  return [...places.values()];
}

const DRAWS = 2_000;
const TAIL = 0.025;
/** Standard normal deviate of the tail: what a quantile of many blocks would be. */
const NORMAL = 1.959964;
/** A block as long as what makes neighbours alike: a queue, a breaker's window. Seconds. */
const LONGEST = 4;
/** So few blocks say little of how blocks differ, so short stretches are cut into shorter ones. */
const FEWEST = 6;

export function blockFor(seconds: number): number {
  return Math.max(1, Math.min(LONGEST, Math.floor(seconds / FEWEST)));
}

/**
 * Few blocks look more alike than they are: what they say is widened as Student's t widens a mean; where they are
 * drawn within strata, each of these has a mean of its own. One block says nothing of how blocks differ, so its own
 * spread is taken as it is.
 */
export function widening(blocks: number, strata = 1): number {
  const freedom = blocks - strata;
  if (!Number.isFinite(blocks) || freedom < 1) return 1;
  return (studentQuantile(2 * TAIL, freedom) / NORMAL) * Math.sqrt(blocks / freedom);
}

/**
 * Of 95 %, of a ratio of sums. It reaches no further than the lowest and the highest bin, so that a share stays one.
 * Null where there is but one bin: it can't be told how bins differ.
 */
export function blockBootstrap(bins: readonly Fraction[], random: Random): Ends | null {
  const { length } = bins;
  const strata = strataIn(bins).map((places) => summedOf(places.flatMap((place) => bins[place] ?? [])));
  const seen =
    sumOf(strata, ({ over, length: end }) => over[end]) /
    sumOf(strata, ({ under, length: end }) => under[end]);
  if (length < 2 || !Number.isFinite(seen)) return null;
  const drawn = drawnRatios(strata, random.sequence());
  const wider = widening(
    sumOf(strata, ({ length: whole, size }) => whole / size),
    strata.length,
  );
  const at = (share: number): number => drawn[rankOf(share, drawn.length) - 1] ?? seen;
  const { low, high } = reachOf(bins);
  return {
    low: Math.min(seen, Math.max(low, seen - wider * Math.max(0, seen - at(TAIL)))),
    high: Math.max(seen, Math.min(high, seen + wider * Math.max(0, at(1 - TAIL) - seen))),
  };
}

interface Summed {
  readonly over: Float64Array;
  readonly under: Float64Array;
  readonly length: number;
  readonly size: number;
}

function summedOf(bins: readonly Fraction[]): Summed {
  return {
    over: runningSums(bins.map((bin) => bin.over)),
    under: runningSums(bins.map((bin) => bin.under)),
    length: bins.length,
    size: blockFor(bins.length),
  };
}

function sumOf(strata: readonly Summed[], of: (stratum: Summed) => number | undefined): number {
  return strata.reduce((sum, stratum) => sum + (of(stratum) ?? 0), 0);
}

/** Each draw has as many bins as there are: the last block is cut, or draws would differ too little. */
function drawnRatios(strata: readonly Summed[], next: () => number): Float64Array {
  const ratios = new Float64Array(DRAWS);
  let count = 0;
  for (let draw = 0; draw < DRAWS; draw += 1) {
    let top = 0;
    let bottom = 0;
    for (const { over, under, length, size } of strata) {
      for (let drawn = 0; drawn < length; drawn += size) {
        const start = Math.floor(next() * (length - size + 1));
        const end = start + Math.min(size, length - drawn);
        top += (over[end] ?? 0) - (over[start] ?? 0);
        bottom += (under[end] ?? 0) - (under[start] ?? 0);
      }
    }
    if (bottom > 0) ratios[count++] = top / bottom;
  }
  return ratios.subarray(0, count).sort();
}

/** So that a block is a difference. */
function runningSums(values: readonly number[]): Float64Array {
  const sums = new Float64Array(values.length + 1);
  values.forEach((value, index) => (sums[index + 1] = (sums[index] ?? 0) + value));
  return sums;
}

function reachOf(bins: readonly Fraction[]): Ends {
  let low = Infinity;
  let high = -Infinity;
  for (const { over, under } of bins) {
    if (over === 0 && under === 0) continue;
    low = Math.min(low, over / under);
    high = Math.max(high, over / under);
  }
  return { low, high };
}
