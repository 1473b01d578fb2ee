/**
 * Whether a window hits an attempt is decided by names alone: inbound, upstream, attempt, window. So
 * another window, or requests that arrive in another order, move nobody's fate.
 */
import { randomOf } from '../../kit/random.js';
import type { Random } from '../../kit/random.js';
import type { Share } from '../../model/scenario.js';
import type { Millis } from '../../model/units.js';
import { shareAt } from './share.js';

export interface AttemptName {
  /** An inbound's number, or, where none can be told, a text made of the order of arrival. */
  readonly inbound: number | string;
  readonly upstream: string;
  /** From 1, among all attempts of the inbound at this upstream, whatever call they belong to. */
  readonly attempt: number;
}

/** What an attempt draws from; `hit.random` and `context.random` grow from it. */
export function randomOfAttempt(seed: number, name: AttemptName): Random {
  return randomOf(seed).at('attempt', name.inbound, name.upstream, name.attempt);
}

/** From 0 (included) to 1 (excluded). */
export function fateOf(seed: number, name: AttemptName & { readonly window: string }): number {
  return fateIn(randomOfAttempt(seed, name), name.window);
}

/** The same for who holds the attempt's random already. */
export function fateIn(attempt: Random, window: string): number {
  return attempt.at('fate', window).unit();
}

export function isHit(fate: number, share: Share, at: Millis): boolean {
  return fate < shareAt(share, at);
}
