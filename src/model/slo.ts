import type { Interval } from './measurement.js';
import type { Millis, Ratio } from './units.js';

/** What an outage of a real length takes from a month's error budget. Every input names whose it is. */
export interface BudgetReport {
  readonly format: 1;
  readonly scenario: string;
  readonly subject: string;
  /** How good the app was while the outage was played, from 0 to 1. */
  readonly quality: {
    /** Mean utility; a false success counts as nothing, not as less. */
    readonly worth: Quality;
    /** Share of the users who got an answer before its deadline. */
    readonly inTime: Quality;
  };
  readonly played: Millis;
  /** Share of the users whose first call the plan would have failed; null where the plan doesn't decide it. */
  readonly failed: Ratio | null;
  readonly objectives: readonly Objective[];
  /** Empty where nobody knows how long such an outage lasts. */
  readonly outages: readonly PricedOutage[];
  readonly credit: 'not-asked' | 'length-unknown' | Credit;
}

export type Quality =
  | { readonly state: 'measured'; readonly value: Ratio; readonly interval: Interval | null }
  | { readonly state: 'unmeasured'; readonly because: string };

export interface Objective {
  readonly slo: Ratio;
  readonly stated: boolean;
  /** Of 30 days. */
  readonly budget: Millis;
}

export interface OutageLength {
  readonly lasted: Millis;
  /** Null where the user said it. */
  readonly cited: { readonly title: string; readonly on: string; readonly source: string } | null;
}

export interface PricedOutage extends OutageLength {
  readonly costs: readonly Cost[];
}

export type CostOf = 'passed-through' | 'worth' | 'in-time' | 'perfect-fallback';

export interface Cost {
  readonly of: CostOf;
  /** Null where the quality is not known. */
  readonly lost: Spent | null;
}

export interface Spent {
  readonly value: Millis;
  readonly interval: Interval | null;
  /** In the order of the objectives: 1 is a month's budget. */
  readonly ofBudget: readonly Ratio[];
}

/** A promise of a provider, as the user states it: below this uptime, that share of the bill comes back. */
export interface SlaTier {
  readonly below: Ratio;
  readonly credit: Ratio;
}

export interface Credit {
  readonly tiers: readonly SlaTier[];
  /** Null where the user didn't say it. */
  readonly bill: number | null;
  readonly lines: readonly {
    readonly lasted: Millis;
    /** Of 30 days, if all of the outage counts as down: the least that can be. */
    readonly uptime: Ratio;
    readonly credit: Ratio;
    readonly amount: number | null;
  }[];
}
