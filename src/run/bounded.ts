/**
 * A wait that ends with somebody else's signal or after a time, whichever comes first. The timer is ours:
 * Node 20 collects an `AbortSignal.timeout` that only `AbortSignal.any` knows of, and it never fires.
 */
import type { Millis } from '../model/units.js';

export interface Bound {
  readonly signal: AbortSignal;
  /** The time ran out; another signal did not end it. */
  isTimedOut(): boolean;
  /** Nothing waits any longer. */
  lift(): void;
}

export function boundedBy(outer: AbortSignal, time: Millis): Bound {
  const own = new AbortController();
  let timedOut = false;
  const stop = (): void => {
    lift();
    own.abort();
  };
  const timer = setTimeout(() => {
    timedOut = true;
    stop();
  }, time);
  const lift = (): void => {
    clearTimeout(timer);
    outer.removeEventListener('abort', stop);
  };
  if (outer.aborted) stop();
  else outer.addEventListener('abort', stop, { once: true });
  return { signal: own.signal, isTimedOut: () => timedOut, lift };
}
