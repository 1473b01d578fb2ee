/**
 * Intervals of 95 % that don't flatter small samples. Sources: Wilson 1927; Brown, Cai and DasGupta
 * 2001. Nothing here assumes that latencies are normal.
 */
export interface Ends {
  readonly low: number;
  readonly high: number;
}

const Z = 1.959963984540054;
const TAIL = 0.025;

/** Distribution function of the standard normal; the error is below 1.2e-7. */
export function normalCdf(x: number): number {
  return x < 0 ? 0.5 * complementaryError(-x / Math.SQRT2) : 1 - 0.5 * complementaryError(x / Math.SQRT2);
}

// Chebyshev fit with a fractional error below 1.2e-7 everywhere (Press et al., Numerical Recipes, erfc)
function complementaryError(x: number): number {
  const t = 1 / (1 + 0.5 * x);
  const coefficients = [
    0.17087277, -0.82215223, 1.48851587, -1.13520398, 0.27886807, -0.18628806, 0.09678418, 0.37409196,
    1.00002368, -1.26551223,
  ];
  const sum = coefficients.reduce((total, coefficient) => total * t + coefficient, 0);
  return t * Math.exp(-x * x + sum);
}

/** Of a share: `hits` of `whole`. */
export function wilson(hits: number, whole: number): Ends {
  const share = hits / whole;
  const square = (Z * Z) / whole;
  const centre = (share + square / 2) / (1 + square);
  const half = (Z * Math.sqrt((share * (1 - share)) / whole + square / (4 * whole))) / (1 + square);
  return {
    low: hits === 0 ? 0 : Math.max(0, centre - half),
    high: hits === whole ? 1 : Math.min(1, centre + half),
  };
}

/** Sums that a mean and its interval can be told from. */
export interface Sums {
  readonly count: number;
  readonly sum: number;
  readonly squares: number;
}

/**
 * Of the mean of values that can't leave `bounds`. Two values at each bound are added, as Agresti and
 * Coull do for shares, so that a sample without any spread still has an interval.
 */
export function meanWithin(sums: Sums, bounds: Ends): Ends {
  const count = sums.count + 4;
  const mean = (sums.sum + 2 * (bounds.low + bounds.high)) / count;
  const squares = (sums.squares + 2 * (bounds.low ** 2 + bounds.high ** 2)) / count;
  const half = Z * Math.sqrt(Math.max(0, squares - mean * mean) / count);
  const seen = sums.sum / sums.count;
  return {
    low: Math.max(bounds.low, Math.min(seen, mean - half)),
    high: Math.min(bounds.high, Math.max(seen, mean + half)),
  };
}

/** A number, and the ends of its interval. */
export interface Told extends Ends {
  readonly value: number;
}

/**
 * Of one number over another that was drawn apart from it, above zero: the errors of both add up like those of
 * independent numbers. Without an upper end where what is divided by may be nothing.
 */
export function quotientOf(over: Told, under: Told): Ends {
  const swing = (end: number): number => over.value * (1 / end - 1 / under.value);
  const swings = [under.low, under.high].filter((end) => end > 0).map(swing);
  const value = over.value / under.value;
  const fall = Math.hypot((over.value - over.low) / under.value, Math.min(0, ...swings));
  const rise = Math.hypot((over.high - over.value) / under.value, Math.max(0, ...swings));
  return { low: value - fall, high: under.low > 0 ? value + rise : Infinity };
}

/** Ranks, from 1, of the ordered sample that enclose a quantile; null where the sample is too small. */
export function quantileRanks(quantile: number, count: number): Ends | null {
  if (quantile <= 0 || quantile >= 1) return null;
  const below = binomial(count, quantile);
  const { low, high } = tails(below, TAIL, TAIL);
  if (low >= 1 && high <= count) return { low, high };
  // One tail may take what the other leaves: 59 values suffice for p95.
  if (low >= 1) {
    const left = 2 * TAIL - chanceOf(below, count);
    return left < 0 ? null : { low: tails(below, left, TAIL).low, high: count };
  }
  const left = 2 * TAIL - chanceOf(below, 0);
  if (high > count || left < 0) return bothEnds(below, count);
  return { low: 1, high: Math.min(count, tails(below, TAIL, left).high) };
}

function bothEnds(below: Chances, count: number): Ends | null {
  const missed = chanceOf(below, 0) + chanceOf(below, count);
  return count > 1 && missed <= 2 * TAIL ? { low: 1, high: count } : null;
}

/** P(X = k) for the k from `first` on; the others have none, and of a million these are a few thousand. */
interface Chances {
  readonly first: number;
  readonly chances: readonly number[];
}

function chanceOf({ first, chances }: Chances, k: number): number {
  return chances[k - first] ?? 0;
}

/** The largest low with P(X < low) within its tail, the smallest high with P(X >= high) within its own. */
function tails(below: Chances, lowTail: number, highTail: number): Ends {
  const end = below.first + below.chances.length;
  let low = below.first;
  for (let sum = chanceOf(below, low); sum <= lowTail && low < end - 1; sum += chanceOf(below, low)) low += 1;
  let high = end;
  for (let sum = chanceOf(below, high - 1); sum <= highTail && high > 0; sum += chanceOf(below, high - 1))
    high -= 1;
  return { low, high };
}

/** Outwards from the most likely k, so that nothing underflows. */
function binomial(count: number, share: number): Chances {
  const mode = Math.min(count, Math.floor((count + 1) * share));
  const odds = share / (1 - share);
  const [more, fewer] = [[1], [] as number[]];
  let total = 1;
  for (let k = mode, weight = 1; k < count && weight > 1e-18; k += 1) {
    weight *= ((count - k) / (k + 1)) * odds;
    more.push(weight);
    total += weight;
  }
  for (let k = mode, weight = 1; k > 0 && weight > 1e-18; k -= 1) {
    weight *= k / (count - k + 1) / odds;
    fewer.push(weight);
    total += weight;
  }
  const chances = [...fewer.reverse(), ...more].map((weight) => weight / total);
  return { first: mode - fewer.length, chances };
}

/** Rank, from 1, of a quantile: the smallest value that at least this share doesn't exceed. */
export function rankOf(quantile: number, count: number): number {
  return Math.min(count, Math.max(1, Math.ceil(quantile * count - 1e-9)));
}
