/**
 * What counts how much, as data. Integrity terms and ceilings on classes mean "this class or worse", and
 * the points for raw errors belong to the dishonest term, so that a better response never lowers a score.
 * A term that a run can't show, such as herds without a cohort, leaves its points to the rest of its dimension.
 * Whoever changes a number here changes the version: scores of two rubrics can't be compared.
 */
import { caps } from './rubric-caps.js';
import { terms } from './rubric-terms.js';

export interface Rubric {
  readonly version: string;
  readonly dimensions: readonly Dimension[];
  readonly terms: readonly Term[];
  readonly caps: readonly Cap[];
  /** Shares of the outage each of which holds the one before it: mending one mends those after it. */
  readonly nested: readonly string[];
}

export interface Dimension {
  readonly id: string;
  readonly title: string;
  readonly points: number;
}

export interface Term {
  readonly id: string;
  readonly dimension: string;
  readonly title: string;
  /** Why it counts, and why as much. */
  readonly why: string;
  /** Whose rule it is, or that it is ours. */
  readonly source: string;
  readonly points: number;
  readonly measure: string;
  readonly phase: 'outage' | 'recovery';
  /** `linear` earns in proportion; `log-normal` is Lighthouse's curve through both control points. */
  readonly curve: 'linear' | 'log-normal';
  /** What costs nothing: one call a request is no amplification. */
  readonly free: number;
  /** Values, in the unit of the measure, that earn 90 and 50 % of the points. */
  readonly p10: number;
  readonly median: number;
  /** `phase`: without a number there is no grade, if the run has that phase. `nothing`: its points are shared. */
  readonly needs: 'phase' | 'nothing';
}

export interface Cap {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly source: string;
  readonly cap: number;
  readonly rule: CapRule;
}

export type CapRule =
  /** The lower end of the interval lies above (or at) the limit: one bad packet can't cause it. */
  | {
      readonly kind: 'above' | 'at-least';
      readonly measure: string;
      readonly phase: string | null;
      readonly limit: number;
      /** True: only where no limited capacity is a default of ours, which nobody declared. */
      readonly declaredOnly: boolean;
    }
  /** The upper end lies below the limit. */
  | {
      readonly kind: 'below';
      readonly measure: string;
      readonly phase: string | null;
      readonly limit: number;
    }
  /** So many hits of a share, whatever it was taken of. */
  | { readonly kind: 'hits'; readonly measure: string; readonly phase: string | null; readonly limit: number }
  | { readonly kind: 'no-recovery' };

const dimensions: readonly Dimension[] = [
  { id: 'continuity', title: 'Continuity', points: 40 },
  { id: 'integrity', title: 'Integrity', points: 20 },
  { id: 'containment', title: 'Containment', points: 15 },
  { id: 'boundedness', title: 'Boundedness', points: 10 },
  { id: 'recovery', title: 'Recovery', points: 15 },
];

const nested = ['lie-share', 'hang-or-worse-share', 'reset-or-worse-share', 'dishonest-share'];

export const rubric: Rubric = { version: 'v1', dimensions, terms, caps, nested };
