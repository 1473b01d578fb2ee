import type { Millis } from '../../model/units.js';
import type { StagePort } from './toxic.js';

/** Longer waits are taken in steps: timers overflow at 24.8 days and then fire at once; well below, sums may be rounded. */
const LONGEST: Millis = 2 ** 30;

/** Asks to be woken when it is due, or a step nearer to it; never for `Infinity`. */
export function askFor(port: StagePort, due: Millis, isExact = false): void {
  const furthest = port.now() + LONGEST;
  if (due === Number.POSITIVE_INFINITY) port.sleep();
  else if (due > furthest) port.wakeAt(furthest);
  else if (isExact) port.wakeExactlyAt(due);
  else port.wakeAt(due);
}
