/** What the users of each journey got in the outage: pooled, one that fails alone could hide. */
import { partOf, percent } from '../../kit/figures.js';
import type { RunRecord } from '../../model/record.js';
import { isUser } from './counts.js';
import { deadlines, DRAWN, drawnOf, isInTime, type DrawnId } from './drawn.js';

export interface JourneyRow {
  readonly journey: string;
  readonly inTime: string;
  readonly got: string;
}

/** None where there is one journey alone: the other tables say all of it. */
export function journeyRows({
  plan,
  responses,
}: Pick<RunRecord, 'plan' | 'responses'>): readonly JourneyRow[] {
  if (plan.journeys.length < 2) return [];
  const outages = new Set(plan.phases.filter(({ role }) => role === 'outage').map(({ name }) => name));
  const limits = deadlines(plan.journeys);
  const got = new Map(plan.journeys.map(({ name }) => [name, new Map<DrawnId, number>()]));
  for (const row of responses) {
    const counts = got.get(row.journey);
    if (counts === undefined || !outages.has(row.phase) || !isUser(row)) continue;
    const what = drawnOf(row, limits.get(row.journey) ?? Infinity);
    counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  return [...got].map(([journey, counts]) => rowOf(journey, counts));
}

function rowOf(journey: string, counts: ReadonlyMap<DrawnId, number>): JourneyRow {
  const whole = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const inTime = [...counts].reduce((sum, [what, count]) => sum + (isInTime(what) ? count : 0), 0);
  const got = DRAWN.filter(({ id }) => counts.has(id)).map(
    ({ id, title }) => `${title} ${percent((counts.get(id) ?? 0) / whole)}`,
  );
  return {
    journey,
    inTime: whole === 0 ? 'nobody asked' : partOf(inTime, whole),
    got: got.join(', '),
  };
}
