/**
 * What a user can get, from best to worst, and what it is worth. A lie costs
 * more than nothing does: whoever is refused goes elsewhere, whoever is deceived acts on it.
 */
import type { ResponseClass } from '../../model/event.js';
import type { Millis } from '../../model/units.js';

export interface Outcome {
  readonly class: ResponseClass;
  /** In plain words, for keys of charts and tables. */
  readonly title: string;
  /** Within the deadline. */
  readonly utility: number;
}

export const outcomes: readonly Outcome[] = [
  { class: 'full', title: 'full answer', utility: 1 },
  { class: 'alt', title: 'second provider', utility: 0.95 },
  { class: 'stale', title: 'saved answer', utility: 0.7 },
  { class: 'queued', title: 'queued', utility: 0.6 },
  { class: 'static', title: 'fixed text', utility: 0.4 },
  { class: 'partial', title: 'part of the answer', utility: 0.4 },
  { class: 'honest-error', title: 'honest error', utility: 0.2 },
  { class: 'raw-error', title: 'raw error', utility: 0.05 },
  { class: 'reset', title: 'cut off', utility: 0 },
  { class: 'hang', title: 'no answer', utility: 0 },
  { class: 'lie', title: 'false success', utility: -1 },
];

const byClass = new Map(outcomes.map((outcome) => [outcome.class, outcome]));

/** Lateness takes what is good away, evenly from one deadline to four; it never makes a lie better. */
export function utilityOf(what: ResponseClass, latency: Millis, deadline: Millis): number {
  const utility = byClass.get(what)?.utility ?? 0;
  if (utility <= 0 || latency <= deadline) return utility;
  return utility * Math.max(0, 1 - (latency - deadline) / (3 * deadline));
}

/** From 0 for the best; for "this class or worse". */
export function rankOf(what: ResponseClass): number {
  return outcomes.findIndex((outcome) => outcome.class === what);
}
