/** How many requests stand open at a moment: what piles up in an outage has to go away after it. */
import type { ResponseRow } from '../../model/event.js';
import type { Millis } from '../../model/units.js';
import { placeOf } from './calls.js';

export interface Backlog {
  openAt(at: Millis): number;
  /** The highest from `opens` to `closes`. */
  peak(opens: Millis, closes: Millis): number;
}

interface Span {
  readonly started: Millis;
  readonly ended: Millis;
}

/** Open from its start (included) to its end (excluded). */
export function backlogOf(spans: readonly Span[]): Backlog {
  const starts = Float64Array.from(spans, ({ started }) => started).sort();
  const ends = Float64Array.from(spans, ({ ended }) => ended).sort();
  const openAt = (at: Millis): number => placeAfter(starts, at) - placeAfter(ends, at);
  return {
    openAt,
    peak: (opens, closes) => {
      let most = openAt(opens);
      // It only rises where something starts.
      for (let place = placeOf(starts, opens); place < starts.length; place += 1) {
        const at = starts[place] ?? closes;
        if (at >= closes) break;
        most = Math.max(most, openAt(at));
      }
      return most;
    },
  };
}

export function spansOf(rows: readonly ResponseRow[]): readonly Span[] {
  return rows.map(({ due, ended }) => ({ started: due, ended }));
}

/** How many are not after that moment. */
function placeAfter(times: Float64Array, at: Millis): number {
  let place = placeOf(times, at);
  while (times[place] === at) place += 1;
  return place;
}
