import type { Share } from '../../model/scenario.js';
import type { Millis, Ratio } from '../../model/units.js';

/** The share of calls that a window hits at a moment, counted from its opening. */
export function shareAt(share: Share, at: Millis): Ratio {
  if (share.over <= 0 || at >= share.over) return share.to;
  return share.from + (share.to - share.from) * (Math.max(0, at) / share.over);
}
