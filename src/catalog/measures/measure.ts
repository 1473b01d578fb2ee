import type { Interval, Scope, Unit } from '../../model/measurement.js';
import type { Ratio } from '../../model/units.js';
import type { NeedName } from './needs.js';
import type { RecordView } from './view.js';

/** A number that a record can give. One file an entry; the view is indexed once for all of them. */
export interface Measure {
  readonly id: string;
  /** In plain words: "calls per request". */
  readonly title: string;
  /** Exact definition in one or two sentences, printed by `brownout explain`. */
  readonly definition: string;
  readonly unit: Unit;
  readonly better: 'less' | 'more';
  /** True for distributions, where a gate names a quantile (`latency.p95`). */
  readonly distribution: boolean;
  /** The phase that a gate means when it names none. */
  readonly phase: 'baseline' | 'outage' | 'recovery' | 'all';
  /** True where a generator that lagged would move it: then it is void. */
  readonly timed: boolean;
  /** Of what a scorecard shows it apart as well, beside the whole; `ledger`: of each journey that says what it wrote. */
  readonly per: 'journey' | 'ledger' | 'upstream' | 'nothing';
  /** What a gate may narrow it to, as far as it looks at that. */
  readonly narrows: readonly ('during' | 'journey' | 'upstream')[];
  /** Without what in the plan it is never known. */
  readonly needs?: readonly NeedName[];
  measure(view: RecordView, scope: Scope, quantile: Ratio | null): Reading;
}

/** Missing data has its own word: it is never a zero. */
export type Reading =
  | {
      readonly state: 'measured';
      readonly value: number;
      readonly interval: Interval | null;
      /** True: `value` and the upper end of the interval are lower bounds. */
      readonly censored: boolean;
      readonly samples: number;
    }
  | { readonly state: 'unmeasured'; readonly because: string };
