/**
 * What the worlds have in common that are played on sockets too: seconds instead of minutes, and what a real machine
 * may add to a time.
 */
import type { KnownAnswer } from './known.js';
import type { Shape } from './plan.js';
import type { Hurt } from './plan.js';
import { RATE } from './worlds.js';

export const SHORT = 12_000;
/** Users who come in the outage of such a world. */
export const USERS = (RATE * SHORT) / 1_000;

/** What app, mock and driver together may take for one call, on loopback: allowed on either side of a time. */
export const PER_CALL = 10;
/** A timer of Node may be a millisecond early, and drops what is less than one. */
export const PER_TIMER = 2;

/** `instant`: what isn't about waiting for a model doesn't. */
export function short(faults: readonly Hurt[], changes: Partial<Shape> = {}): Omit<Shape, 'title' | 'seed'> {
  return {
    rate: RATE,
    baseline: 2_000,
    outage: SHORT,
    recovery: 0,
    faults,
    instant: true,
    drain: 8_000,
    patience: 12_000,
    ...changes,
  };
}

/** Of the mean over the users of one run, where `each` of them strays so far. */
export function spread(each: number, users = USERS): Pick<KnownAnswer, 'deviation'> {
  return { deviation: each / Math.sqrt(users) };
}

/** What hangs on a time: `by` is what a real machine may make of it. */
export function timely(by: number): Pick<KnownAnswer, 'give' | 'timed'> {
  return { give: by, timed: true };
}

/** A time that `calls` calls one after the other take longer on a real machine. */
export function slower(calls: number): ReturnType<typeof timely> {
  return timely(calls * PER_CALL);
}
