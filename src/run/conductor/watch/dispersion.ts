/**
 * Did requests leave as evenly as they were drawn? A generator that stalls and then sends all at once makes
 * bursts that nobody planned, and the app gets the blame for what they do.
 */
import type { ResponseRow } from '../../../model/event.js';

export interface Dispersion {
  /** Variance of the counts in bins of 100 ms, over their mean: 1 for users who come by chance. */
  readonly due: number;
  readonly sent: number;
}

export interface DispersionBook {
  add(row: ResponseRow): void;
  /** Null where too little was sent to tell. */
  read(): Dispersion | null;
}

const BIN = 100;
const FEWEST_BINS = 50;
const FEWEST = 100;

export function dispersionBook(): DispersionBook {
  const due = new Map<number, number>();
  const sent = new Map<number, number>();
  let count = 0;
  return {
    // A cohort is a burst that was planned.
    add: (row) => {
      if (row.sent === null || row.cohort !== null) return;
      count += 1;
      bump(due, Math.floor(row.due / BIN));
      bump(sent, Math.floor(row.sent / BIN));
    },
    read: () => {
      const bins = [...due.keys()];
      const [first, last] = [Math.min(...bins), Math.max(...bins)];
      if (count < FEWEST || last - first < FEWEST_BINS) return null;
      return { due: indexOf(due, first, last), sent: indexOf(sent, first, last) };
    },
  };
}

function bump(bins: Map<number, number>, bin: number): void {
  bins.set(bin, (bins.get(bin) ?? 0) + 1);
}

function indexOf(bins: ReadonlyMap<number, number>, first: number, last: number): number {
  const length = last - first + 1;
  let sum = 0;
  let squares = 0;
  for (let bin = first; bin <= last; bin += 1) {
    const value = bins.get(bin) ?? 0;
    sum += value;
    squares += value * value;
  }
  const mean = sum / length;
  return (squares / length - mean * mean) / mean;
}
