/** Where nearly all users begin to get the same thing: one answer alone may be a stray. */
import { inOrder, numbersOf, type List } from '../../../kit/list.js';
import type { ResponseRow } from '../../../model/event.js';
import type { Millis } from '../../../model/units.js';

export const RUN = 20;
const ENOUGH = 18;

/** When the first of 20 in a row was due, in the order of their dues, of which at least 18 are hits; else null. */
export function firstRun(rows: List<ResponseRow>, isHit: (row: ResponseRow) => boolean): Millis | null {
  const dues = numbersOf(rows, ({ due }) => due);
  const hits = numbersOf(rows, (row) => (isHit(row) ? 1 : 0));
  const order = inOrder(dues);
  let count = 0;
  for (let index = 0; index < order.length; index += 1) {
    count += (hits[order[index] ?? -1] ?? 0) - (hits[order[index - RUN] ?? -1] ?? 0);
    const first = order[index - RUN + 1];
    if (first !== undefined && count >= ENOUGH) return dues[first] ?? null;
  }
  return null;
}
