/**
 * Sends what is due when it is due, never early. A timer of Node wakes at whole milliseconds and at
 * times a little early; after each wake-up the clock is asked again, and everything due is sent.
 */
import type { Clock, Millis } from '../../model/units.js';

export interface PacingOptions {
  readonly count: number;
  /** Ascending. */
  dueOf(index: number): Millis;
  send(index: number): void;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** A timer of Node holds 31 bits. */
const LONGEST: Millis = 1_000_000_000;

/** Resolves, when all is sent or the signal has stopped it, with how many were sent. */
export function pace(options: PacingOptions): Promise<number> {
  const { count, clock, signal } = options;
  return new Promise((resolve) => {
    let next = 0;
    let timer: NodeJS.Timeout | undefined;
    const stop = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      resolve(next);
    };
    const wake = (): void => {
      while (next < count && !signal.aborted && options.dueOf(next) <= clock.now()) {
        options.send(next);
        next += 1;
      }
      if (signal.aborted) return;
      if (next === count) stop();
      else timer = setTimeout(wake, waitFor(options.dueOf(next) - clock.now()));
    };
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    else wake();
  });
}

function waitFor(time: Millis): Millis {
  return Math.min(LONGEST, Math.max(1, Math.ceil(time)));
}
