/** What arithmetic says, without a run. */

/** Attempts per request with `n` retries, each failing with probability `p`. */
export function tries(p: number, n: number): number {
  return p === 1 ? n + 1 : (1 - p ** (n + 1)) / (1 - p);
}

/** How far the attempts of one request stray from their mean: P(more than k) = p^k up to `n`. */
export function triesDeviation(p: number, n: number): number {
  let square = 0;
  for (let k = 0; k <= n; k += 1) square += (2 * k + 1) * p ** k;
  return Math.sqrt(Math.max(0, square - tries(p, n) ** 2));
}

/** The mean of one over a number of users who come by chance, `mean` of them: to the second order. */
export function oneOver(mean: number): number {
  return (1 + 1 / mean) / mean;
}

/** How far one user strays of whom a share `p` gets something. */
export function shareDeviation(p: number): number {
  return Math.sqrt(p * (1 - p));
}

/** How far one even draw from a width strays from its middle. */
export function evenDeviation(width: number): number {
  return width / Math.sqrt(12);
}

/** Share that an Erlang loss system blocks: `offered` erlangs on so many servers. */
export function erlangB(offered: number, servers: number): number {
  let blocked = 1;
  for (let server = 1; server <= servers; server += 1)
    blocked = (offered * blocked) / (server + offered * blocked);
  return blocked;
}

/** How far an even draw from a width keeps to one point of a period: Rayleigh's statistic. */
export function inPhase(width: number, period: number): number {
  const turn = (Math.PI * width) / period;
  return turn === 0 ? 1 : Math.abs(Math.sin(turn)) / turn;
}

/** How far the index of dispersion of so many bins strays where all comes by chance: χ² of one bin fewer, over it. */
export function dispersionDeviation(bins: number): number {
  return Math.sqrt(2 / (bins - 1));
}

/** Share of the pairs within `reach` of each other, drawn evenly from one width. */
export function inStep(width: number, reach: number): number {
  return width <= reach ? 1 : (2 * reach) / width - (reach / width) ** 2;
}

/** The same for the sum of two even draws: the densities are folded on a grid. */
export function inStepOfTwo(one: number, other: number, reach: number): number {
  const { density, near } = sumOfTwo(one, other, reach);
  return density.reduce((sum, value, at) => sum + value * near(at), 0);
}

/** How far that share strays among so many members: the variance of a U-statistic of pairs (Hoeffding, 1948). */
export function inStepDeviation(widths: readonly [number, number], reach: number, members: number): number {
  const { density, near } = sumOfTwo(...widths, reach);
  const mean = density.reduce((sum, value, at) => sum + value * near(at), 0);
  const variance = density.reduce((sum, value, at) => sum + value * (near(at) - mean) ** 2, 0);
  const apart = 4 * (members - 2) * variance + 2 * mean * (1 - mean);
  return Math.sqrt(apart / (members * (members - 1)));
}

interface SumOfTwo {
  /** Of each step of the grid; together 1. */
  readonly density: readonly number[];
  /** How many of all lie within reach of a step. */
  readonly near: (at: number) => number;
}

function sumOfTwo(one: number, other: number, reach: number): SumOfTwo {
  const step = 0.25;
  const [short, long] = [Math.round(Math.min(one, other) / step), Math.round(Math.max(one, other) / step)];
  const heights = Array.from({ length: short + long }, (_, at) =>
    Math.min(at + 0.5, short, short + long - at - 0.5),
  );
  const total = heights.reduce((sum, value) => sum + value, 0);
  const density = heights.map((height) => height / total);
  const below = [0];
  for (const value of density) below.push((below.at(-1) ?? 0) + value);
  const upTo = (at: number): number => below[Math.min(Math.max(at, 0), density.length)] ?? 1;
  const bins = Math.round(reach / step);
  return {
    density,
    near: (at) => (upTo(at + bins) + upTo(at + bins + 1) - upTo(at - bins) - upTo(at - bins + 1)) / 2,
  };
}
