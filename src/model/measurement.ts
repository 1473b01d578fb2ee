import type { Ratio } from './units.js';

export type Unit = 'ms' | 'ratio' | 'count' | 'factor' | 'per-second' | 'points' | 'tokens' | 'usd';

/** What a number is about; null means all of it. */
export interface Scope {
  /** A role or the name of a phase. */
  readonly phase: string | null;
  readonly upstream: string | null;
  readonly journey: string | null;
}

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** A number with its unit, its scope and its sample size, or the reason why there is none. */
export type Measurement = Measured | Unmeasured;

export interface Measured {
  readonly id: string;
  readonly scope: Scope;
  readonly quantile: Ratio | null;
  readonly state: 'measured';
  readonly value: number;
  readonly unit: Unit;
  /** 95 %; null where none can be given. */
  readonly interval: Interval | null;
  /** True: it was still going on when we stopped looking, so `value` and `interval.high` are lower bounds. */
  readonly censored: boolean;
  readonly samples: number;
}

export interface Unmeasured {
  readonly id: string;
  readonly scope: Scope;
  readonly quantile: Ratio | null;
  readonly state: 'unmeasured';
  readonly because: string;
}
