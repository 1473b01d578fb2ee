/** How many requests stand open at a moment: what piles up in an outage has to go away after it. */
import { numbersOf, type List } from '../../../kit/list.js';
import type { ResponseRow } from '../../../model/event.js';
import type { Millis } from '../../../model/units.js';
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
export function backlogOf(spans: List<Span>): Backlog {
  return backlogBetween(
    numbersOf(spans, ({ started }) => started),
    numbersOf(spans, ({ ended }) => ended),
  );
}

export function backlogOfUsers(rows: List<ResponseRow>): Backlog {
  return backlogBetween(
    numbersOf(rows, ({ due }) => due),
    numbersOf(rows, ({ ended }) => ended),
  );
}

function backlogBetween(starts: Float64Array, ends: Float64Array): Backlog {
  starts.sort();
  ends.sort();
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

/** How many are not after that moment. */
function placeAfter(times: Float64Array, at: Millis): number {
  let place = placeOf(times, at);
  while (times[place] === at) place += 1;
  return place;
}
