/** What arithmetic says, without a run. */

/** Attempts per request with `n` retries, each failing with probability `p`. */
export function tries(p: number, n: number): number {
  return p === 1 ? n + 1 : (1 - p ** (n + 1)) / (1 - p);
}

/** Share that an Erlang loss system blocks: `offered` erlangs on so many servers. */
export function erlangB(offered: number, servers: number): number {
  let blocked = 1;
  for (let server = 1; server <= servers; server += 1)
    blocked = (offered * blocked) / (server + offered * blocked);
  return blocked;
}

/** Share of the pairs within `reach` of each other, drawn evenly from one width. */
export function inStep(width: number, reach: number): number {
  return width <= reach ? 1 : (2 * reach) / width - (reach / width) ** 2;
}

/** The same for the sum of two even draws: the densities are folded on a grid. */
export function inStepOfTwo(one: number, other: number, reach: number): number {
  const step = 0.25;
  const [short, long] = [Math.round(Math.min(one, other) / step), Math.round(Math.max(one, other) / step)];
  const density = Array.from({ length: short + long }, (_, at) =>
    Math.min(at + 0.5, short, short + long - at - 0.5),
  );
  const total = density.reduce((sum, value) => sum + value, 0);
  const below = [0];
  for (const value of density) below.push((below.at(-1) ?? 0) + value / total);
  const upTo = (at: number): number => below[Math.min(Math.max(at, 0), density.length)] ?? 1;
  const bins = Math.round(reach / step);
  return density.reduce(
    (sum, value, at) =>
      sum +
      (value / total) * ((upTo(at + bins) + upTo(at + bins + 1) - upTo(at - bins) - upTo(at - bins + 1)) / 2),
    0,
  );
}
