/** Quantiles of times of which some were still running: those count as longer than all that ended. */
import { quantileRanks, rankOf } from '../../../kit/statistics.js';
import type { Reading } from '../measure.js';
import { unmeasured } from '../reading.js';

export interface Times {
  /** Those that ended. */
  readonly ended: ArrayLike<number>;
  /** Ages of those that hadn't when we stopped looking. */
  readonly running: ArrayLike<number>;
}

interface InOrder {
  readonly ended: Float64Array;
  /** With those that were running, at their ages. */
  readonly least: Float64Array;
}

/** Of times that are asked for several quantiles. */
const sorted = new WeakMap<Times, InOrder>();

/** Where a gate names no quantile. */
const DEFAULT = 0.95;

export function quantileReading(times: Times, quantile: number | null, none: string): Reading {
  const asked = quantile ?? DEFAULT;
  const count = times.ended.length + times.running.length;
  if (count === 0) return unmeasured(none);
  const ranks = quantileRanks(asked, count);
  if (ranks === null) return unmeasured(`${count} values are too few for that quantile`);
  const { ended, least } = inOrder(times);
  const at = (rank: number): number | null => ended[rank - 1] ?? null;
  const atLeast = (rank: number): number => least[rank - 1] ?? 0;
  const value = at(rankOf(asked, count));
  const high = at(ranks.high);
  const shown = value ?? atLeast(rankOf(asked, count));
  return {
    state: 'measured',
    value: shown,
    interval: {
      low: Math.min(shown, atLeast(ranks.low)),
      high: high ?? Math.max(shown, atLeast(ranks.high)),
    },
    censored: high === null,
    samples: count,
  };
}

function inOrder(times: Times): InOrder {
  const known = sorted.get(times);
  if (known !== undefined) return known;
  const ended = new Float64Array(times.ended).sort();
  const least = times.running.length === 0 ? ended : joined(ended, times.running).sort();
  sorted.set(times, { ended, least });
  return { ended, least };
}

function joined(ended: Float64Array, running: ArrayLike<number>): Float64Array {
  const all = new Float64Array(ended.length + running.length);
  all.set(ended);
  all.set(running, ended.length);
  return all;
}
