import type { Random } from '../../kit/random.js';
import type { Millis } from '../../model/units.js';
import type { Slowness } from './params.js';

/** The time that comes on top of a healthy wait. */
export function extraTime(by: Slowness, healthy: Millis, random: Random): Millis {
  return by.kind === 'factor' ? healthy * (by.factor - 1) : random.between(by.low, by.high);
}
