/** A cohort of ours, seen from the provider: who of it called, and when each of their retries started. */
import type { Scope } from '../../../model/measurement.js';
import type { Cohort } from '../../../model/plan.js';
import { callsOf, type Call } from './calls.js';
import type { RecordView } from '../view.js';

export interface Herd {
  readonly cohort: Cohort;
  /** The first call of each member at the cohort's upstream. */
  readonly calls: readonly Call[];
  /** Per member; what further calls and steps made isn't in it. */
  readonly retries: number;
}

/** Cohorts whose users called; those that no one answered for are left out. */
export function herdsOf(view: RecordView, scope: Partial<Scope>): readonly Herd[] {
  const { upstream = null, journey = null } = scope;
  const names = new Set(view.phases(scope.phase ?? null).map(({ name }) => name));
  return view.record.plan.cohorts
    .filter((cohort) => names.has(cohort.phase))
    .filter((cohort) => upstream === null || cohort.on === upstream)
    .filter((cohort) => journey === null || cohort.journey === journey)
    .map((cohort) => herdOf(view, cohort))
    .filter(({ calls }) => calls.length > 0);
}

function herdOf(view: RecordView, cohort: Cohort): Herd {
  const calls = view
    .cohort(cohort.id)
    .map(({ inbound }) => firstCall(view, inbound, cohort.on))
    .filter((call) => call !== undefined);
  const extra = calls.reduce((sum, { attempts }) => sum + attempts.length - 1, 0);
  return { cohort, calls, retries: calls.length === 0 ? 0 : extra / calls.length };
}

function firstCall(view: RecordView, inbound: number, upstream: string): Call | undefined {
  const own = view.attemptsOf(inbound).filter((row) => row.inbound === inbound && row.upstream === upstream);
  return callsOf(own, (inbound) => view.response(inbound)?.due).at(0);
}

/** When each member's retry of that rank started; null for a member that made none. */
export function retryStarts({ calls }: Herd, rank: number): readonly (number | null)[] {
  return calls.map(({ attempts }) => attempts[rank]?.started ?? null);
}
