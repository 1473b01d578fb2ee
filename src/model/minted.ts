import type { Millis } from './units.js';

/** An answer that a mock gave: what a nonce found in a user's response stands for. */
export interface MintedAnswer {
  readonly attempt: number;
  readonly upstream: string;
  readonly inbound: number | null;
  readonly also: readonly number[];
  /**
   * When its last word went out, or now while it is still being said: a question asked before that
   * can share it, a later one gets a stale answer.
   */
  readonly at: Millis;
  /** How many numbered words the whole answer has. */
  readonly words: number;
}

/** Null for a nonce that no mock of this run has given. */
export type FindMinted = (nonce: string) => MintedAnswer | null;
