/**
 * A bulkhead fills up while calls hang, and then turns users away at once instead of letting them queue for
 * nothing (Nygard, "Release It!").
 */
import type { ResponseRow } from '../../model/event.js';
import type { Scope } from '../../model/measurement.js';
import { rankOf } from '../answers/outcomes.js';
import { backlogOf, type Backlog } from './backlog.js';
import type { Measure } from './measure.js';
import { measured, unmeasured } from './reading.js';
import type { RecordView } from './view.js';

export const bulkheadLimit: Measure = {
  id: 'bulkhead-limit',
  title: 'calls that a bulkhead lets in',
  definition:
    'Most attempts in flight at once at the upstream that hung, where users who came while nearly so many were in flight got an error or a fixed text without an attempt.',
  unit: 'count',
  better: 'less',
  distribution: false,
  phase: 'outage',
  timed: false,
  per: 'upstream',
  measure: (view, scope) => {
    const upstream = hungUpstream(view, scope);
    if (upstream === null) return unmeasured('no call hung');
    const backlog = backlogOf(view.attempts({ upstream }));
    const most = Math.max(
      ...view.phases(scope.phase).map(({ opens, closes }) => backlog.peak(opens, closes)),
    );
    const full = NEARLY * most;
    const rejected = view
      .responses(scope)
      .filter((row) => isTurnedAway(view, row, { upstream, backlog, full }));
    if (rejected.length === 0) return unmeasured('nobody was turned away while calls hung');
    return measured(most, null, rejected.length);
  },
};

const NEARLY = 0.9;

function hungUpstream(view: RecordView, scope: Scope): string | null {
  const hung = new Map<string, number>();
  for (const { upstream, outcome } of view.attempts(scope))
    if (outcome === 'hang') hung.set(upstream, (hung.get(upstream) ?? 0) + 1);
  return [...hung].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0]?.[0] ?? null;
}

interface Bulkhead {
  readonly upstream: string;
  readonly backlog: Backlog;
  readonly full: number;
}

function isTurnedAway(view: RecordView, row: ResponseRow, { upstream, backlog, full }: Bulkhead): boolean {
  if (view.isOpen(row) || row.class === 'hang' || rankOf(row.class) < rankOf('static')) return false;
  if (view.attemptsOf(row.inbound).some((attempt) => attempt.upstream === upstream)) return false;
  return backlog.openAt(row.due) >= full;
}
