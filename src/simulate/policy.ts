/** How an app treats its upstreams, as data: what a modelled subject is made of. */
import type { Millis, Range, Ratio } from '../model/units.js';

export interface Policy {
  readonly id: string;
  readonly summary: string;
  /** Of one attempt; null waits for ever. `head`: the timer ends when the first byte comes. */
  readonly timeout: { readonly after: Millis; readonly covers: 'head' | 'answer' } | null;
  readonly retry: Retry;
  /** A second layer round the first: it tries all of it again. */
  readonly outer: Retry;
  readonly budget: BudgetPolicy;
  readonly gate: GatePolicy;
  /** Attempts at once, over all users. */
  readonly bulkhead: number | null;
  /** Asks a second time while the first attempt is still open. */
  readonly hedge: Millis | null;
  /** `leniently`: whatever ended cleanly is taken for an answer. */
  readonly reads: 'leniently' | 'strictly';
  /** Goes on to the next upstream of the plan: for whom this one failed, or only for whom it is not asked at all. */
  readonly failover: 'never' | 'inline' | 'when-shut';
  readonly cache: { readonly hits: Ratio; readonly marked: boolean } | null;
  readonly queue: {
    readonly holds: number;
    readonly perSecond: number;
    /** Whoever comes while others wait lines up behind them, though the provider may be well again. */
    readonly inLine?: boolean;
  } | null;
  readonly canned: { readonly when: 'failure' | 'always'; readonly marked: boolean } | null;
  readonly failure: 'typed' | 'raw' | 'leak' | 'empty-success';
  /** Writes an entry in its own books with each try; under a key, the tries of one user share an entry. */
  readonly writes: 'each-try' | 'under-a-key' | null;
  /** Goes down with its first failed call, and is back so much later. */
  readonly dies: { readonly backAfter: Millis } | null;
}

export interface Retry {
  readonly times: number;
  readonly wait: Wait;
  readonly retryAfter: RetryAfterPolicy;
  /** `hinted`: a 429 that doesn't say when to come back is not tried again. */
  readonly rateLimits: 'any' | 'hinted';
  /** True: also what broke after its head had come. */
  readonly broken: boolean;
}

export type Wait =
  | { readonly kind: 'none' }
  | { readonly kind: 'steps'; readonly steps: readonly Millis[] }
  /** `min(first × factor^(k − 1), cap)` times an even draw from `jitter`. */
  | {
      readonly kind: 'exponential';
      readonly first: Millis;
      readonly factor: number;
      readonly cap: Millis;
      readonly jitter: Range;
    }
  /** Drawn from what was measured: quantiles from the shortest to the longest, for each ordinal. */
  | { readonly kind: 'measured'; readonly quantiles: readonly (readonly Millis[])[] };

export type RetryAfterPolicy =
  | { readonly kind: 'ignored' }
  /** Obeyed up to so long; `jitter` is added, up to so much. */
  | { readonly kind: 'obeyed'; readonly upTo: Millis; readonly jitter: Millis };

export type BudgetPolicy =
  | { readonly kind: 'none' }
  /** A share of the requests, and a floor a second. */
  | {
      readonly kind: 'request-funded';
      readonly ratio: Ratio;
      readonly perSecond: number;
      readonly holds: number;
    }
  | { readonly kind: 'success-funded'; readonly perSuccess: number; readonly holds: number }
  /** The standard mode of the AWS SDKs. */
  | {
      readonly kind: 'costed';
      readonly holds: number;
      readonly cost: number;
      readonly timeoutCost: number;
      readonly perSuccess: number;
    }
  /** gRPC A6. */
  | { readonly kind: 'halved'; readonly max: number; readonly ratio: number };

export type GatePolicy =
  | { readonly kind: 'none' }
  /** Opens after so many failures in a row, and lets one call through every `reset`. */
  | { readonly kind: 'breaker'; readonly failures: number; readonly reset: Millis }
  /** Google's adaptive throttling. */
  | { readonly kind: 'adaptive'; readonly factor: number; readonly seconds: number };

export const ONCE: Retry = {
  times: 0,
  wait: { kind: 'none' },
  retryAfter: { kind: 'ignored' },
  rateLimits: 'any',
  broken: false,
};

/** One try, no end to its patience, and whatever went wrong is shown as it is. */
export const NAIVE: Omit<Policy, 'id' | 'summary'> = {
  timeout: null,
  retry: ONCE,
  outer: ONCE,
  budget: { kind: 'none' },
  gate: { kind: 'none' },
  bulkhead: null,
  hedge: null,
  reads: 'leniently',
  failover: 'never',
  cache: null,
  queue: null,
  canned: null,
  failure: 'raw',
  writes: null,
  dies: null,
};

/** The same, but it reads what it gets, and says what went wrong in its own words. */
export const HONEST: Omit<Policy, 'id' | 'summary'> = { ...NAIVE, reads: 'strictly', failure: 'typed' };
