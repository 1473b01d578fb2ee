import type { Ends } from '../kit/statistics.js';
import { spreadOf } from './spread.js';

export interface Difference extends Ends {
  readonly points: number;
}

/** Independent repeats narrow an interval, as far as they agree with one another. */
export function pooled(differences: readonly Difference[], difference: number): Ends {
  const { length } = differences;
  const below = Math.hypot(...differences.map(({ points, low }) => points - low)) / length;
  const above = Math.hypot(...differences.map(({ points, high }) => high - points)) / length;
  const spread = spreadOf(differences.map(({ points }) => points));
  return { low: difference - Math.max(below, spread), high: difference + Math.max(above, spread) };
}
