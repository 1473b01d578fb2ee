/**
 * How probable it is that two members of a cohort hit the provider within 100 ms of each other: a Ripley K
 * statistic in one dimension, free of the edges that bins would have.
 */
import type { Ends } from '../../../kit/statistics.js';
import { rankOf } from '../../../kit/statistics.js';
import type { Random } from '../../../kit/random.js';

export const WITHIN = 100;

export interface Synchrony {
  readonly value: number;
  readonly interval: Ends;
}

const DRAWS = 400;
const TAIL = 0.025;

/** Null stands for a member that made no such retry: it collides with nobody. */
export function synchronyOf(starts: readonly (number | null)[], random: Random): Synchrony {
  const sorted = starts.map((start) => start ?? Infinity).sort((a, b) => a - b);
  const reach = reaches(sorted);
  const once = sorted.map(() => 1);
  const value = collisions(reach, once);
  const next = random.sequence();
  const draws: number[] = [];
  for (let draw = 0; draw < DRAWS; draw += 1) {
    const weights = sorted.map(() => 0);
    for (let index = 0; index < sorted.length; index += 1) {
      const picked = Math.floor(next() * sorted.length);
      weights[picked] = (weights[picked] ?? 0) + 1;
    }
    draws.push(collisions(reach, weights));
  }
  draws.sort((a, b) => a - b);
  const at = (share: number): number => draws[rankOf(share, DRAWS) - 1] ?? value;
  return { value, interval: { low: Math.min(value, at(TAIL)), high: Math.max(value, at(1 - TAIL)) } };
}

/** For each start, the index behind the last one that it collides with. */
function reaches(sorted: readonly number[]): readonly number[] {
  let end = 0;
  return sorted.map((start, index) => {
    if (start === Infinity) return index + 1;
    while (end < sorted.length && (sorted[end] ?? Infinity) - start <= WITHIN) end += 1;
    return Math.max(end, index + 1);
  });
}

/** A member that is drawn twice doesn't collide with itself: only pairs of different members count. */
function collisions(reach: readonly number[], weights: readonly number[]): number {
  const upTo = [0];
  for (const weight of weights) upTo.push((upTo.at(-1) ?? 0) + weight);
  const all = upTo.at(-1) ?? 0;
  let near = 0;
  let pairs = 0;
  weights.forEach((weight, index) => {
    const here = upTo[index + 1] ?? 0;
    near += weight * ((upTo[reach[index] ?? 0] ?? 0) - here);
    pairs += weight * (all - here);
  });
  return pairs === 0 ? 0 : near / pairs;
}
