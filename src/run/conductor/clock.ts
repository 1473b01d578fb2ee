import type { Clock, Millis } from '../../model/units.js';

/** The one monotonic clock of a run. Before it begins, `now` is far below zero: nothing is due, no window is open. */
export interface RunClock extends Clock {
  /** From here on, `now` counts from zero. */
  begin(): void;
}

const LONG_BEFORE = 1e9;

export function runClock(): RunClock {
  let origin = performance.now() + LONG_BEFORE;
  return {
    now: (): Millis => performance.now() - origin,
    begin: () => {
      origin = performance.now();
    },
  };
}
