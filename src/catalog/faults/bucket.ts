import type { Millis } from '../../model/units.js';
import type { LimitGauge } from '../providers/provider.js';

/** A token bucket: full at first, refilled steadily; times may not go back, and count as now if they do. */
export interface Bucket {
  /** Takes one if there is one. */
  take(at: Millis): boolean;
  /** Until there is one again, as of the last take. */
  freeIn(): Millis;
  gauge(): LimitGauge;
}

/** What rounding may leave out of a whole token. */
const ROUNDING = 1e-9;

export function bucketOf({ perSecond, holds }: { perSecond: number; holds: number }): Bucket {
  const perMs = perSecond / 1000;
  let level = holds;
  let seen: Millis = 0;
  return {
    take: (at) => {
      level = Math.min(holds, level + Math.max(0, at - seen) * perMs);
      seen = Math.max(seen, at);
      if (level < 1 - ROUNDING) return false;
      level = Math.max(0, level - 1);
      return true;
    },
    freeIn: () => Math.max(0, 1 - level) / perMs,
    gauge: () => ({
      limit: Math.round(perSecond * 60),
      remaining: Math.floor(level + ROUNDING),
      resetsIn: (holds - level) / perMs,
    }),
  };
}
