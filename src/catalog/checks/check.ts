import type { Finding, Severity } from '../../model/finding.js';
import type { Measurement, Scope, Unit } from '../../model/measurement.js';
import type { Ratio } from '../../model/units.js';
import type { RecordView } from '../measures/view.js';

/** A question that every app must answer, with its remedy. It knows no weight: the rubric does. */
export interface Check {
  readonly id: string;
  /** What should be: "Users get answers". */
  readonly title: string;
  /** The headline where it isn't so: "Users got less than they came for". */
  readonly trouble: string;
  /** Why users care, in one sentence. */
  readonly why: string;
  readonly remedy: string;
  readonly severity: Severity;
  /** Terms of the rubric whose lost points belong to this check. */
  readonly terms: readonly string[];
  /** Caps of the rubric that this check explains. */
  readonly caps: readonly string[];
  /** Never throws on what is unmeasured: that is `not-applicable` or `inconclusive`. */
  judge(evidence: Evidence): Judgement;
}

export interface Evidence {
  readonly view: RecordView;
  measured(id: string, scope?: Partial<Scope>, quantile?: Ratio): Measurement;
  /** What the rubric asks of a term; null where it has no such term. */
  target(term: string): Target | null;
  /** True for a ceiling of the rubric that was reached. */
  isReached(cap: string): boolean;
}

export interface Target {
  readonly measured: Measurement;
  /** That of the measure, known where there is no number too. */
  readonly unit: Unit;
  /** Values that earn 90 and 50 % of the points. */
  readonly p10: number;
  readonly median: number;
  /** True where the run set out to show it, so that a missing number leaves a question open. */
  readonly isDue: boolean;
}

/** The points and the gain are added by the grade. */
export type Judgement = Pick<Finding, 'verdict' | 'seen' | 'required' | 'usersGot'> & {
  /** Inbounds that show it, worst first. */
  readonly evidence: readonly number[];
};
