import type { GateResult, Letter, RunVerdict } from './scorecard.js';
import type { Millis, Ratio } from './units.js';

/** `audit.json`: what each journey's users get in each outage of a suite, and one grade for all of it. */
export interface Audit {
  readonly format: 1;
  readonly suite: { readonly name: string; readonly version: number };
  /** Null where nothing was played. */
  readonly subject: string | null;
  readonly rubric: string | null;
  readonly quick: boolean;
  readonly verdict: RunVerdict;
  readonly because: string;
  readonly grade: Letter | null;
  /** Null where an outage is open; the interval then says how far it could lie. */
  readonly score: number | null;
  readonly interval: readonly [number, number] | null;
  readonly mean: number | null;
  readonly worst: { readonly scenario: string; readonly score: number } | null;
  /** What holds the score down, lowest first. */
  readonly ceilings: readonly { readonly cap: number; readonly because: string }[];
  readonly gate: GateResult;
  /** In the order of the suite. */
  readonly outages: readonly AuditedOutage[];
  /** Dearest first. */
  readonly remedies: readonly AuditRemedy[];
}

export type AuditedOutage = PlayedOutage | MissedOutage;

export type PlayedOutage = GradedOutage | OpenOutage;

interface Of {
  readonly scenario: string;
  readonly title: string;
  readonly subject: string;
  readonly rubric: string;
  readonly seed: number;
  readonly quick: boolean;
  readonly folder: string;
}

export interface GradedOutage extends Of {
  readonly state: 'graded';
  readonly verdict: RunVerdict;
  readonly score: number;
  readonly grade: Letter;
  readonly interval: readonly [number, number];
  readonly ceilings: readonly { readonly cap: number; readonly because: string }[];
  readonly cells: readonly AuditCell[];
  readonly losses: readonly Loss[];
}

/** Played, but without a grade. */
export interface OpenOutage extends Of {
  readonly state: 'inconclusive' | 'invalid';
  readonly because: string;
}

export interface MissedOutage {
  readonly scenario: string;
  readonly state: 'not-run';
  readonly because: string;
}

/** One journey in one outage. */
export interface AuditCell {
  readonly journey: string;
  readonly needsModel: boolean;
  readonly requests: number;
  /** What users got while it lasted, commonest first. */
  readonly got: readonly { readonly what: string; readonly share: Ratio }[];
  /** Mean utility; null where nobody asked. */
  readonly worth: number | null;
  readonly spell: Spell;
}

/** From the first fault until users are served as on a good day. */
export type Spell =
  /** Censored: they weren't yet when the run ended. */
  | { readonly state: 'measured'; readonly value: Millis; readonly censored: boolean }
  | { readonly state: 'unmeasured'; readonly because: string };

/** What one finding cost in one outage. */
export interface Loss {
  readonly check: string;
  readonly title: string;
  readonly remedy: string;
  readonly points: number;
  /** What the score would rise by without it, a ceiling that it holds down included. */
  readonly gain: number;
}

/** The same finding in all outages; points and gain are those of the suite's score. */
export interface AuditRemedy extends Loss {
  readonly scenarios: readonly string[];
}
