/** What users got, counted as it is drawn: of the requests that need the model, those of a cohort left out. */
import { rankOf } from '../answers/outcomes.js';
import type { ResponseRow } from '../../model/event.js';
import type { RunRecord } from '../../model/record.js';
import { deadlines, drawnOf, type DrawnId } from './drawn.js';

export interface Counts {
  readonly requests: number;
  /** Of these, those that had no end yet when their phase had: what came next may have hurt them. */
  readonly underWay: number;
  readonly of: ReadonlyMap<DrawnId, number>;
  /** Upstream calls that these requests caused. */
  readonly calls: number;
  /** Requests that need no model, and those of them that ended in an error or worse. */
  readonly others: number;
  readonly othersFailed: number;
}

interface Tally {
  requests: number;
  underWay: number;
  readonly of: Map<DrawnId, number>;
  calls: number;
  others: number;
  othersFailed: number;
}

type Counted = Pick<RunRecord, 'plan' | 'responses' | 'attempts'>;

/** For each phase; a request counts in the phase in which it was due. */
export function countsByPhase({ plan, responses, attempts }: Counted): ReadonlyMap<string, Counts> {
  const tallies = new Map(plan.phases.map(({ name }) => [name, nothing()]));
  const closes = new Map(plan.phases.map((phase) => [phase.name, phase.closes]));
  const limits = deadlines(plan.journeys);
  const needing = new Set(plan.journeys.filter(({ needsModel }) => needsModel).map(({ name }) => name));
  const causes = new Map<number, Tally>();
  for (const row of responses) {
    const tally = tallies.get(row.phase);
    if (tally === undefined || !isUser(row)) continue;
    if (!needing.has(row.journey)) {
      countOther(tally, row);
      continue;
    }
    const drawn = drawnOf(row, limits.get(row.journey) ?? Infinity);
    tally.requests += 1;
    if (row.ended > (closes.get(row.phase) ?? Infinity)) tally.underWay += 1;
    tally.of.set(drawn, (tally.of.get(drawn) ?? 0) + 1);
    causes.set(row.inbound, tally);
  }
  for (const { inbound } of attempts) {
    const tally = inbound === null ? undefined : causes.get(inbound);
    if (tally !== undefined) tally.calls += 1;
  }
  return tallies;
}

/** Of all phases of the outage together. */
export function outageCounts(record: Counted): Counts {
  const all = countsByPhase(record);
  const sum = nothing();
  for (const { name, role } of record.plan.phases) {
    const one = all.get(name);
    if (role !== 'outage' || one === undefined) continue;
    sum.requests += one.requests;
    sum.underWay += one.underWay;
    sum.calls += one.calls;
    sum.others += one.others;
    sum.othersFailed += one.othersFailed;
    for (const [id, count] of one.of) sum.of.set(id, (sum.of.get(id) ?? 0) + count);
  }
  return sum;
}

/** Nobody of a cohort, and nobody whose request our own machine never sent. */
export function isUser({ cohort, end }: ResponseRow): boolean {
  return cohort === null && end !== 'unsent';
}

function countOther(tally: Tally, row: ResponseRow): void {
  tally.others += 1;
  if (rankOf(row.class) >= rankOf('honest-error')) tally.othersFailed += 1;
}

function nothing(): Tally {
  return { requests: 0, underWay: 0, of: new Map(), calls: 0, others: 0, othersFailed: 0 };
}
