/** Quotas are kept by the minute: calls are counted over the minute that has just passed. */
import type { Millis } from '../../model/units.js';

export const MINUTE: Millis = 60_000;

/** Null where there is no whole minute to look at. Times are in order. */
export function fullestMinute(starts: Float64Array, from: Millis, to: Millis): number | null {
  if (to - from < MINUTE) return null;
  const within = starts.filter((at) => at >= from && at < to);
  let most = 0;
  let first = 0;
  for (let last = 0; last < within.length; last += 1) {
    while ((within[last] ?? 0) - (within[first] ?? 0) >= MINUTE) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

export interface Watched {
  readonly from: Millis;
  readonly to: Millis;
  /** Calls a minute on a calm day: the world was there before the run began. */
  readonly calm: number;
}

/** In steps of a second; what was called before `from` belongs to the minute that is looked at too. */
export function timeAbove(starts: Float64Array, { from, to, calm }: Watched, perMinute: number): Millis {
  let first = 0;
  let last = 0;
  let above = 0;
  for (let at = from + 1_000; at <= to; at += 1_000) {
    while (last < starts.length && (starts[last] ?? 0) < at) last += 1;
    while (first < last && (starts[first] ?? 0) < at - MINUTE) first += 1;
    const before = (calm * Math.max(0, MINUTE - at)) / MINUTE;
    if (last - first + before > perMinute) above += 1_000;
  }
  return above;
}
