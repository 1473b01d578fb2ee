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
  /** What that loss was measured by; null where nobody said how much runs of one app differ. */
  readonly noise: Noise | null;
  /** `fail`: the whole interval lies below that loss; `pass`: none of it does. */
  readonly verdict: 'pass' | 'fail' | 'inconclusive';
  readonly terms: readonly TermChange[];
  /** What else decides, such as a ceiling; null where the points say it all. */
  readonly because: string | null;
}

/** How much runs of one and the same app differ. */
export interface Noise {
  /** Standard deviation of one run, in points. */
  readonly deviation: number;
  readonly runs: number;
  /** A file, or in words. */
  readonly from: string;
}

export interface TermChange {
  readonly id: string;
  readonly title: string;
  readonly before: number;
  readonly now: number;
  /** Of the difference, 95 %, for this term alone; null where one of the sides has none. */
  readonly interval: readonly [number, number] | null;
  /** How probable so large a difference is where nothing changed; null where that can't be told. */
  readonly chance: number | null;
  /** `chance`: it may have done it, by Holm over all terms. */
  readonly state: 'changed' | 'chance' | 'untested';
}
