import type { Micros } from '../../model/units.js';

/** A rule by which users arrive. Times are drawn beforehand and don't depend on any answer. */
export interface Arrival {
  readonly id: string;
  readonly summary: string;
  /** Due times from `opens` (included) to `closes` (excluded), ascending, in whole microseconds. */
  draw(stretch: Stretch): readonly Micros[];
}

export interface Stretch {
  readonly opens: Micros;
  readonly closes: Micros;
  readonly perSecond: number;
  /** An endless sequence of numbers from 0 to 1. */
  readonly next: () => number;
}
