/** What a change of the app did to its score, under one and the same outage. */
export interface Comparison {
  /** Scores; null where one of the runs has none. */
  readonly before: number | null;
  readonly now: number | null;
  readonly difference: number | null;
  /** Of the difference, 95 %. */
  readonly interval: readonly [number, number] | null;
  /** Points that may be lost before it is called a loss. */
  readonly least: number;
  /** `fail`: the whole interval lies below that loss; `pass`: none of it does. */
  readonly verdict: 'pass' | 'fail' | 'inconclusive';
  readonly terms: readonly TermChange[];
  /** What else decides, such as a ceiling; null where the points say it all. */
  readonly because: string | null;
}

export interface TermChange {
  readonly id: string;
  readonly title: string;
  readonly before: number;
  readonly now: number;
}
