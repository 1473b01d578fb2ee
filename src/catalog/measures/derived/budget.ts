/**
 * Whether tries become fewer while failures go on: a budget lets through what it has saved, and then a small share;
 * without one every call is tried as often as the first. Told from the first 2 s against the last half.
 */
import { meanWithin, type Ends } from '../../../kit/statistics.js';
import type { Scope } from '../../../model/measurement.js';
import type { Millis } from '../../../model/units.js';
import { breakerOf } from './breaker.js';
import { placeOf } from './calls.js';
import { unansweredIn, type Unanswered } from './unanswered-calls.js';
import type { RecordView } from '../view.js';

export type Budget =
  | { readonly is: 'untold'; readonly because: string }
  | {
      readonly is: 'told';
      /** Calls that it is told from. */
      readonly calls: number;
      /** Late tries a call over early ones. */
      readonly ratio: number;
      readonly interval: Ends;
      /** How long the early level would have to last to make as many tries above the late one. */
      readonly lasts: Millis;
    };

const BIN = 2_000;
/** Fewer bins show no course. */
const BINS = 5;
const FEWEST = 20;

export function budgetOf(view: RecordView, scope: Scope): Budget {
  const { phase, journey, upstream } = scope;
  return view.keep(`budget ${String(phase)} ${String(journey)} ${String(upstream)}`, () => {
    // Who looks whether the provider is back tries once, and that isn't thrift.
    if (breakerOf(view, scope).is === 'open') return untold('the app held its calls back altogether');
    return courseOf(unansweredIn(view, scope));
  });
}

function untold(because: string): Budget {
  return { is: 'untold', because };
}

function courseOf(calls: Unanswered): Budget {
  const { started, tries } = calls;
  const from = started[0];
  const until = started.at(-1);
  if (from === undefined || until === undefined) return untold('no call failed for good');
  if (until - from < BINS * BIN) return untold('calls failed for less than 10 s');
  const end = Math.max(FEWEST, placeOf(started, from + BIN));
  const begin = Math.max(end, placeOf(started, (from + until) / 2));
  if (started.length - begin < FEWEST) return untold('too few calls failed');
  const most = tries.reduce((high, count) => Math.max(high, count), 1);
  if (most === 1) return untold('nothing that failed was tried again');
  const [early, late] = [levelOf(tries.subarray(0, end), most), levelOf(tries.subarray(begin), most)];
  return {
    is: 'told',
    calls: end + started.length - begin,
    ratio: late.mean / early.mean,
    // Each end by the worse ends of both: neighbours share a budget, so the two intervals are too narrow already.
    interval: { low: late.low / early.high, high: late.high / early.low },
    lasts: Math.max(0, areaOver(calls, late.mean) / (early.mean - late.mean)),
  };
}

interface Level extends Ends {
  readonly mean: number;
}

function levelOf(tries: Float64Array, most: number): Level {
  let sum = 0;
  let squares = 0;
  for (const count of tries) {
    sum += count;
    squares += count * count;
  }
  const ends = meanWithin({ count: tries.length, sum, squares }, { low: 1, high: most });
  return { mean: sum / tries.length, ...ends };
}

/** Tries a call above a level, over the time that each call stands for: for e^(−t/τ) it is τ, for a step its length. */
function areaOver({ started, tries }: Unanswered, level: number): number {
  let area = 0;
  for (let place = 0; place + 1 < started.length; place += 1)
    area += ((tries[place] ?? 0) - level) * ((started[place + 1] ?? 0) - (started[place] ?? 0));
  return area;
}
