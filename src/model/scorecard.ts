import type { Finding } from './finding.js';
import type { Interval, Measurement } from './measurement.js';

export type RunVerdict = 'pass' | 'fail' | 'inconclusive' | 'invalid';

export type Letter = 'A+' | 'A' | 'B' | 'C' | 'D' | 'E' | 'F';

/** `scorecard.json` */
export interface Scorecard {
  readonly format: 1;
  readonly rubric: string;
  readonly scenario: string;
  readonly subject: string;
  readonly seed: number;
  readonly verdict: RunVerdict;
  /** Why the verdict is what it is, in one sentence. */
  readonly because: string;
  /** What happened to the users, in the one sentence that a manager repeats. */
  readonly sentence: string;
  /** Null where nothing can be graded; a score of zero is a score. */
  readonly grade: Letter | null;
  readonly score: number | null;
  readonly interval: readonly [number, number] | null;
  /** What nobody met and may still happen; null where the interval takes it in, or there is no score. */
  readonly unseen: Unseen | null;
  readonly confidence: { readonly level: 'high' | 'medium' | 'low'; readonly because: readonly string[] };
  readonly dimensions: readonly DimensionScore[];
  readonly terms: readonly TermScore[];
  readonly caps: readonly CapResult[];
  readonly measurements: readonly Measurement[];
  readonly findings: readonly Finding[];
  readonly gates: readonly GateResult[];
  readonly totals: readonly PhaseTotals[];
}

export interface Unseen {
  readonly what: 'deceived' | 'left hanging or deceived';
  /** So many were asked about. */
  readonly requests: number;
  /** Of all users it may happen to, 95 %. */
  readonly share: number;
  /** What the points would be, if it does; a ceiling may hold them lower. */
  readonly points: number;
}

export interface DimensionScore {
  readonly id: string;
  readonly title: string;
  /** Null where the run had nothing to measure it by; its points went to the others. */
  readonly points: number | null;
  readonly of: number;
}

export interface TermScore {
  readonly id: string;
  readonly dimension: string;
  readonly title: string;
  readonly points: number;
  readonly of: number;
  readonly measure: string;
  readonly value: number;
  readonly interval: Interval | null;
  /** Values that earn 90 % and 50 % of the points. */
  readonly p10: number;
  readonly median: number;
}

export interface CapResult {
  readonly id: string;
  readonly title: string;
  readonly cap: number;
  readonly state: 'binding' | 'reached' | 'clear' | 'unmeasured';
  readonly because: string;
}

export interface GateResult {
  readonly text: string;
  readonly verdict: 'pass' | 'fail' | 'inconclusive';
  readonly because: string;
}

/** How many inbounds of a phase ended in each class, for the pictures. */
export interface PhaseTotals {
  readonly phase: string;
  readonly role: string;
  readonly inbounds: number;
  readonly attempts: number;
  readonly classes: Readonly<Record<string, number>>;
  /** Full or alt answers after their deadline. */
  readonly late: number;
}
