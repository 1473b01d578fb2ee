/**
 * A bulkhead fills up while calls hang, and then turns users away at once instead of letting them queue for
 * nothing (Nygard, "Release It!").
 */
import { howMany } from '../../kit/list.js';
import type { ResponseRow } from '../../model/event.js';
import type { Scope } from '../../model/measurement.js';
import { rankOf } from '../answers/outcomes.js';
import { backlogOf, type Backlog } from './derived/backlog.js';
import { whereJoined } from './correlation.js';
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
  narrows: ['during', 'journey', 'upstream'],
  measure: whereJoined((view, scope) => {
    const bulkhead = bulkheadOf(view, scope);
    return bulkhead.is === 'untold'
      ? unmeasured(bulkhead.because)
      : measured(bulkhead.most, null, bulkhead.rejected);
  }),
};

export type Bulkhead =
  | { readonly is: 'untold'; readonly because: string }
  | (Wall & { readonly is: 'told'; readonly most: number; readonly rejected: number });

interface Wall {
  readonly upstream: string;
  readonly backlog: Backlog;
  /** So many attempts in flight, or nearly. */
  readonly full: number;
}

const NEARLY = 0.9;

export function bulkheadOf(view: RecordView, scope: Scope): Bulkhead {
  const { phase, journey, upstream } = scope;
  return view.keep(`bulkhead ${String(phase)} ${String(journey)} ${String(upstream)}`, () => {
    const hung = hungUpstream(view, scope);
    if (hung === null) return { is: 'untold', because: 'no call hung' };
    const backlog = backlogOf(view.attempts({ upstream: hung }));
    const most = Math.max(...view.phases(phase).map(({ opens, closes }) => backlog.peak(opens, closes)));
    const wall: Wall = { upstream: hung, backlog, full: NEARLY * most };
    const rejected = howMany(view.responses(scope), (row) => isTurnedAway(view, row, wall));
    if (rejected === 0) return { is: 'untold', because: 'nobody was turned away while calls hung' };
    return { is: 'told', ...wall, most, rejected };
  });
}

function hungUpstream(view: RecordView, scope: Scope): string | null {
  const hung = new Map<string, number>();
  for (const { upstream, outcome } of view.attempts(scope))
    if (outcome === 'hang') hung.set(upstream, (hung.get(upstream) ?? 0) + 1);
  return [...hung].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0]?.[0] ?? null;
}

export function isTurnedAway(view: RecordView, row: ResponseRow, { upstream, backlog, full }: Wall): boolean {
  if (view.isOpen(row) || row.class === 'hang' || rankOf(row.class) < rankOf('static')) return false;
  if (view.attemptsOf(row.inbound).some((attempt) => attempt.upstream === upstream)) return false;
  return backlog.openAt(row.due) >= full;
}
