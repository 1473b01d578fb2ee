/**
 * Writes, read back from the app's own books. Of an entry that could not be read nothing is known; an answer
 * that said honestly that nothing was done has promised no entry.
 */
import type { List } from '../../../kit/list.js';
import type { Fraction } from '../../../kit/blocks.js';
import type { ResponseClass, ResponseRow } from '../../../model/event.js';
import type { Scope } from '../../../model/measurement.js';
import { secondsOf } from '../reading.js';
import type { RecordView } from '../view.js';

export interface Written {
  readonly response: ResponseRow;
  /** Null where it could not be read. */
  readonly count: number | null;
}

export const NO_LEDGER = 'no journey says how to read back what it wrote (effects)';
export const UNREAD = 'nothing of what was written could be read back';

/** Of all journeys that the scope names, whether they need the model or not. */
export function writtenIn(view: RecordView, { phase, journey }: Omit<Scope, 'upstream'>): readonly Written[] {
  const { effects } = view.record;
  if (effects.length === 0) return [];
  const counts = new Map(effects.map(({ inbound, count }) => [inbound, count]));
  const rows = view.responses({ phase, journey });
  const all: List<ResponseRow> = journey === null ? [...rows, ...view.bystanders({ phase })] : rows;
  return all.flatMap((response) => {
    const count = counts.get(response.inbound);
    return count === undefined ? [] : [{ response, count }];
  });
}

const PROMISES: ReadonlySet<ResponseClass> = new Set(['full', 'alt', 'stale', 'queued', 'lie']);

export function isAcknowledged({ end, status, class: got }: ResponseRow): boolean {
  return end === 'complete' && status !== null && status >= 200 && status < 300 && PROMISES.has(got);
}

export function isLost({ response, count }: Written): boolean {
  return count === 0 && isAcknowledged(response);
}

export function extraOf({ count }: Written): number {
  return Math.max(0, (count ?? 0) - 1);
}

export function isUnsafe(write: Written): boolean {
  return isLost(write) || extraOf(write) > 0;
}

/** Extra entries over operations, second by second. */
export function extraBySecond(
  view: RecordView,
  scope: Scope,
  known: readonly Written[],
): readonly Fraction[] {
  const seconds = secondsOf(view, scope);
  for (const each of known) seconds.add(each.response.due, extraOf(each), 1);
  return seconds.bins;
}
