/** The stretch of time after the last outage, in which an app is watched while it comes back. */
import type { Picked } from '../../../kit/list.js';
import type { ResponseRow } from '../../../model/event.js';
import type { Millis } from '../../../model/units.js';
import type { RecordView } from '../view.js';

export interface Stretch {
  readonly opens: Millis;
  readonly closes: Millis;
}

/** The last recovery phases that follow one another without a break; null where the run has none. */
export function recoveryOf(view: RecordView): Stretch | null {
  const phases = view.record.plan.phases;
  const last = phases.findLastIndex(({ role }) => role === 'recovery');
  const closes = phases[last]?.closes;
  if (closes === undefined) return null;
  let first = last;
  while (phases[first - 1]?.role === 'recovery') first -= 1;
  return { opens: phases[first]?.opens ?? closes, closes };
}

const LAST_PART = 0.4;

/** Requests due in the last 40 % of it: by then an app should be as it was. */
export function settledRows(view: RecordView, journey: string | null): Picked<ResponseRow> | null {
  const stretch = recoveryOf(view);
  if (stretch === null) return null;
  const from = stretch.closes - LAST_PART * (stretch.closes - stretch.opens);
  return view
    .responses({ phase: 'recovery', journey })
    .where(({ due }) => due >= from && due < stretch.closes);
}
