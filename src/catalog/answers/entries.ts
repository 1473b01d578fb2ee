/** How many entries an app's own books hold, by what it answered when it was asked for them. */
import type { Pointer } from '../../model/scenario.js';
import { at } from './pointer.js';

const NOT_FOUND = 404;

/** Null where the answer doesn't say: that is no nought. `status` is null where there was no whole answer. */
export function entriesIn(status: number | null, body: string, pointer: Pointer): number | null {
  if (status === NOT_FOUND) return 0;
  if (status === null || status < 200 || status >= 300) return null;
  return countOf(pointedTo(parsed(body), pointer));
}

/** A list has no key `length` in JSON, but it is what people write. */
function pointedTo(value: unknown, pointer: Pointer): unknown {
  const found = at(value, pointer);
  if (found !== undefined || !pointer.endsWith('/length')) return found;
  const list = at(value, pointer.slice(0, -'/length'.length));
  return Array.isArray(list) ? list : undefined;
}

function countOf(value: unknown): number | null {
  if (Array.isArray(value)) return value.length;
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : null;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
