/**
 * Users who came in the last moment of the outage and, since the machine was held up, met the provider only when it
 * was over: no fault could reach them, so they can't show what happens to everybody whom one reaches.
 */
import type { RunRecord } from '../../model/record.js';
import type { Millis } from '../../model/units.js';

/** More than that would be the app's own doing. */
const HELD_UP: Millis = 100;

export function withoutLateComers(record: RunRecord): RunRecord {
  const closes = record.plan.phases.findLast(({ role }) => role === 'outage')?.closes ?? 0;
  const first = new Map<number, Millis>();
  for (const { inbound, started } of record.attempts)
    if (inbound !== null) first.set(inbound, Math.min(started, first.get(inbound) ?? Infinity));
  const isLate = (due: Millis, inbound: number): boolean =>
    due < closes && due >= closes - HELD_UP && (first.get(inbound) ?? 0) >= closes;
  return { ...record, responses: record.responses.filter(({ due, inbound }) => !isLate(due, inbound)) };
}
