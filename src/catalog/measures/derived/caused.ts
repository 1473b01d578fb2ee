/** Which attempts an inbound caused, its share in those of others included. */
import { ByNumber } from '../../../kit/by-number.js';
import type { List } from '../../../kit/list.js';
import type { AttemptRow } from '../../../model/event.js';
import { END, rowsIn } from './chains.js';

export interface Caused {
  /** In the order of their starts. */
  by(inbound: number): readonly AttemptRow[];
  /** For each attempt the place of what its inbound got, or NOWHERE. */
  readonly places: Int32Array;
}

export const NOWHERE = -1;

const NOBODY: readonly number[] = [];

/** An inbound's attempts are a chain of places in the list: attempts come by the million. */
export function causedBy(
  attempts: List<AttemptRow>,
  responseOf: (inbound: number) => number | undefined,
): Caused {
  const heads = new ByNumber();
  const next = new Int32Array(attempts.length);
  const places = new Int32Array(attempts.length).fill(NOWHERE);
  const shared = new Map<number, number[]>();
  for (let place = attempts.length - 1; place >= 0; place -= 1) {
    const row = attempts.at(place);
    if (row === undefined || row.inbound === null) continue;
    next[place] = heads.get(row.inbound) ?? END;
    heads.set(row.inbound, place);
    places[place] = responseOf(row.inbound) ?? NOWHERE;
    for (const other of row.also) file(shared, other, place);
  }
  return {
    places,
    by: (inbound) => {
      const rows = rowsIn(attempts, next, heads.get(inbound) ?? END);
      for (const place of shared.get(inbound) ?? NOBODY)
        rows.push(...[attempts.at(place)].filter((row) => row !== undefined));
      return rows.length < 2 ? rows : rows.sort((a, b) => a.started - b.started || a.id - b.id);
    },
  };
}

function file(shared: Map<number, number[]>, inbound: number, place: number): void {
  const known = shared.get(inbound);
  if (known === undefined) shared.set(inbound, [place]);
  else known.push(place);
}
