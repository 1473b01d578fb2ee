/** Which attempts an inbound caused, its share in those of others included. */
import { ByNumber } from '../../kit/by-number.js';
import type { AttemptRow } from '../../model/event.js';

export interface Caused {
  /** In the order of their starts. */
  by(inbound: number): readonly AttemptRow[];
}

const NOTHING: readonly AttemptRow[] = [];

export function causedBy(attempts: readonly AttemptRow[]): Caused {
  /** Nearly always one: a list is only made where there are more. */
  const filed = new ByNumber<AttemptRow | AttemptRow[]>();
  const file = (inbound: number, row: AttemptRow): void => {
    const known = filed.get(inbound);
    if (known === undefined) filed.set(inbound, row);
    else if (isList(known)) known.push(row);
    else filed.set(inbound, [known, row]);
  };
  for (const row of attempts) {
    if (row.inbound === null) continue;
    file(row.inbound, row);
    for (const other of row.also) file(other, row);
  }
  for (const rows of filed.values()) {
    if (isList(rows)) rows.sort((a, b) => a.started - b.started || a.id - b.id);
  }
  return {
    by: (inbound) => {
      const rows = filed.get(inbound);
      if (rows === undefined) return NOTHING;
      return isList(rows) ? rows : [rows];
    },
  };
}

function isList(rows: AttemptRow | AttemptRow[]): rows is AttemptRow[] {
  return Array.isArray(rows);
}
