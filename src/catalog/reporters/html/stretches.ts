/** When a window hurts: all the time that it is open, or on and off by its schedule. */
import type { AnyWindow } from '../../../model/plan.js';
import type { Millis } from '../../../model/units.js';

export interface Stretch {
  readonly from: Millis;
  readonly to: Millis;
}

/** More would run into one another; the words tell them then. */
const MOST = 60;

export function stretchesOf(window: AnyWindow): readonly Stretch[] {
  const { opens, closes } = window;
  const rhythm = rhythmOf(window);
  const count = rhythm === null ? 1 : Math.ceil((closes - opens) / rhythm.every);
  if (rhythm === null || count > MOST) return [{ from: opens, to: closes }];
  return Array.from({ length: count }, (_, index) => {
    const from = opens + index * rhythm.every;
    return { from, to: Math.min(closes, from + rhythm.lasts) };
  });
}

function rhythmOf(window: AnyWindow): { readonly every: Millis; readonly lasts: Millis } | null {
  if ('toxic' in window) return null;
  const { schedule } = window;
  if (schedule.kind === 'flapping') return { every: schedule.on + schedule.off, lasts: schedule.on };
  return schedule.kind === 'burst' ? { every: schedule.every, lasts: schedule.for } : null;
}
