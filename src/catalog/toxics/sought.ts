/** Whom a closed port refuses leaves no trace there. What was done just before tells whether anybody came. */
import type { ToxicWindow } from '../../model/plan.js';
import type { Millis } from '../../model/units.js';

type Stretch = Pick<ToxicWindow, 'opens' | 'closes'>;

/** Where so many are to be expected, at least one comes in 95 of 100 cases: 1 - e^-3. */
export const ENOUGH_TO_EXPECT = 3;

/** In a stretch as long as the window, up to its opening. */
export function isJustBefore({ opens, closes }: Stretch, opened: Millis): boolean {
  return opened < opens && opened >= opens - (closes - opens);
}
