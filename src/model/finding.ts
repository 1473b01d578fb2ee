/** `not-applicable`: nothing in the run asked for it. `inconclusive`: asked for, but not enough was seen. */
export type Verdict = 'pass' | 'warn' | 'fail' | 'not-applicable' | 'inconclusive' | 'error';

export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'none';

/** A check's verdict with its story: what was seen, what was required, what users got, what to do. */
export interface Finding {
  readonly check: string;
  readonly verdict: Verdict;
  readonly severity: Severity;
  readonly title: string;
  readonly seen: string;
  readonly required: string;
  readonly usersGot: string;
  readonly remedy: string;
  /** Inbounds that show it, worst first, at most three. */
  readonly evidence: readonly Exemplar[];
  /** Points that the terms of this check lost. */
  readonly points: number;
  /** Points that the score would gain, ceilings included, if it were mended. */
  readonly gain: number;
}

/** One inbound with the attempts that it caused, as text and numbers that a report can draw. */
export interface Exemplar {
  readonly inbound: number;
  readonly journey: string;
  readonly phase: string;
  readonly due: number;
  readonly ended: number;
  readonly status: number | null;
  readonly class: string;
  readonly why: string | null;
  readonly deadline: number;
  readonly attempts: readonly {
    readonly upstream: string;
    readonly started: number;
    readonly ended: number;
    readonly outcome: string;
    readonly status: number | null;
    readonly retryAfter: number | null;
  }[];
}
