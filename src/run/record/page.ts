/**
 * A page holds rows as columns until they are written: a row object dies young this way, and a run of
 * a million requests costs no more memory than one of a thousand (`performance.md` 5).
 */
export interface Page<Row> {
  readonly length: number;
  readonly isFull: boolean;
  put(row: Row): void;
  /** The row as one line of JSON, its end included. */
  line(index: number): string;
  clear(): void;
}

export const PAGE_ROWS = 2_048;

/** Whole microseconds, as milliseconds; NaN stands for null. */
export function timeJson(ms: number | undefined): string {
  return ms === undefined || !Number.isFinite(ms) ? 'null' : String(Math.round(ms * 1_000) / 1_000);
}

export function numberJson(value: number | undefined): string {
  return value === undefined || !Number.isFinite(value) ? 'null' : String(value);
}
