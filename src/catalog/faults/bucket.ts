import type { Millis } from '../../model/units.js';
import type { LimitGauge } from '../providers/provider.js';

/** A token bucket: full at first, refilled steadily; times may not go back, and count as now if they do. */
export interface Bucket {
  /** Takes so many, one by default, if there are so many. */
  take(at: Millis, count?: number): boolean;
  /** As if it had not been taken. */
  giveBack(count: number): void;
  /** Takes what is there, up to so many: where a refused request counts too. */
  drain(count: number): void;
  /** Until there are so many again, one by default, as of the last take. */
  freeIn(count?: number): Millis;
  gauge(): LimitGauge;
}

/** What rounding may leave out of a whole token. */
const ROUNDING = 1e-9;

export function bucketOf({ perSecond, holds }: { perSecond: number; holds: number }): Bucket {
  const perMs = perSecond / 1000;
  let level = holds;
  let seen: Millis = 0;
  return {
    take: (at, count = 1) => {
      level = Math.min(holds, level + Math.max(0, at - seen) * perMs);
      seen = Math.max(seen, at);
      if (level < count - ROUNDING) return false;
      level = Math.max(0, level - count);
      return true;
    },
    giveBack: (count) => {
      level = Math.min(holds, level + count);
    },
    drain: (count) => {
      level = Math.max(0, level - count);
    },
    freeIn: (count = 1) => Math.max(0, count - level) / perMs,
    gauge: () => ({
      limit: Math.round(perSecond * 60),
      remaining: Math.floor(level + ROUNDING),
      resetsIn: (holds - level) / perMs,
    }),
  };
}
