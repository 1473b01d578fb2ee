/** Milliseconds; where a time is meant, since the run began on our one monotonic clock. Never wall time. */
export type Millis = number;

/** Whole microseconds since the run began. */
export type Micros = number;

/** A share from 0 to 1. */
export type Ratio = number;

/** A value drawn evenly between two ends; both are equal where the author gave one value. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Time is handed in, so that whatever is decided can be decided again. */
export interface Clock {
  now(): Millis;
}
