import type { LineNumbers, Slot } from './line-numbers.js';

/**
 * A page holds rows as columns, from when they come until they are written, and again when they are read
 * back: a row object dies young this way, and a row takes 30 bytes. Times are whole microseconds, counted
 * from the end of the first row in 32 bits: what is more than half an hour from it stands beside.
 */
export interface Page<Row> {
  readonly length: number;
  readonly isFull: boolean;
  /** What a line has in the place of each mark of its form. */
  readonly slots: readonly Slot[];
  put(row: Row): void;
  /** Puts a row that has all but its numbers from an earlier row. */
  putLike(index: number, numbers: LineNumbers): void;
  /** The row, looked up in the columns; it holds no longer than the page isn't cleared. */
  at(index: number): Row;
  /** The row as one line of JSON, its end included. */
  line(index: number): string;
  /** That line with marks in the places of its numbers. */
  form(index: number): string;
  clear(): void;
}

export const PAGE_ROWS = 2_048;

/** What follows the whole milliseconds: text of a fraction costs more than that of two whole numbers. */
const FRACTIONS = Array.from({ length: 1_000 }, (_, micros) => String(micros / 1_000).slice(1));

/** From a moment, so that they fit into 32 bits. */
export function microsOf(ms: number | null, from: number): number | null {
  return ms === null || !Number.isFinite(ms) ? null : Math.round(ms * 1_000) - from;
}

export function msOf(micros: number | null, from: number): number | null {
  return micros === null ? null : (micros + from) / 1_000;
}

/** Of whole microseconds since that moment, as milliseconds. */
export function timeJson(since: number | null, from: number): string {
  if (since === null) return 'null';
  const micros = since + from;
  if (micros < 0 || micros > Number.MAX_SAFE_INTEGER) return String(micros / 1_000);
  const whole = Math.floor(micros / 1_000);
  return `${whole}${FRACTIONS[micros - whole * 1_000] ?? ''}`;
}
