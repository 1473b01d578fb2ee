/**
 * A page holds rows as columns, from when they come until they are written, and again when they are read
 * back: a row object dies young this way, and rows by the million take a tenth of the room.
 */
export interface Page<Row> {
  readonly length: number;
  readonly isFull: boolean;
  put(row: Row): void;
  /** The row, looked up in the columns; it holds no longer than the page isn't cleared. */
  at(index: number): Row;
  /** The row as one line of JSON, its end included. */
  line(index: number): string;
  clear(): void;
}

export const PAGE_ROWS = 2_048;

/** Null in a column of whole numbers. */
export const NONE = -(2 ** 31);

/** What follows the whole milliseconds: text of a fraction costs more than that of two whole numbers. */
const FRACTIONS = Array.from({ length: 1_000 }, (_, micros) => String(micros / 1_000).slice(1));

/** Whole microseconds, as milliseconds; NaN stands for null. */
export function timeJson(ms: number | undefined): string {
  if (ms === undefined || !Number.isFinite(ms)) return 'null';
  const micros = Math.round(ms * 1_000);
  if (micros < 0 || micros > Number.MAX_SAFE_INTEGER) return String(micros / 1_000);
  const whole = Math.floor(micros / 1_000);
  return `${whole}${FRACTIONS[micros - whole * 1_000] ?? ''}`;
}

export function wholeJson(value: number | undefined): string {
  return value === undefined || value === NONE ? 'null' : String(value);
}

export function timeAt(column: Float64Array, place: number): number | null {
  const ms = column[place];
  return ms === undefined || Number.isNaN(ms) ? null : ms;
}

export function wholeAt(column: Int32Array, place: number): number | null {
  const value = column[place];
  return value === undefined || value === NONE ? null : value;
}
