/**
 * A breaker that is too broad refuses users whom the provider would have served. Whether an attempt is hit
 * is drawn from its name alone, so the fate of one that was never made is known too.
 */
import { howMany } from '../../kit/list.js';
import { fateOf, isHit } from '../faults/fate.js';
import { isScheduled } from '../faults/schedule.js';
import { faultByKind } from '../faults/shelf.js';
import type { ResponseRow } from '../../model/event.js';
import type { FaultWindow } from '../../model/plan.js';
import { whereJoined } from './correlation.js';
import type { Measure } from './measure.js';
import { share, unmeasured } from './reading.js';
import type { RecordView } from './view.js';

export const breakerCollateral: Measure = {
  id: 'breaker-collateral',
  title: 'users refused without need',
  definition:
    'Share of the requests that need the model and came while a fault was planned which got no whole answer, though the app didn’t even call the upstream that was at fault and the first attempt would not have been hit.',
  unit: 'ratio',
  better: 'less',
  distribution: false,
  phase: 'outage',
  timed: false,
  per: 'journey',
  narrows: ['during', 'journey', 'upstream'],
  measure: whereJoined((view, scope) => {
    const upstream = scope.upstream ?? view.record.plan.upstreams[0]?.name;
    const windows = view.record.plan.windows.filter(
      ({ on, match, fault }) => on === upstream && match.cohort === null && isHarm(fault),
    );
    if (upstream === undefined || windows.length === 0)
      return unmeasured('no fault was planned at that upstream');
    if (!windows.every(isForetold))
      return unmeasured(
        'who is hit depends on what was asked, so it isn’t known of calls that were never made',
      );
    const rows = view.responses(scope).where(({ due }) => windows.some((window) => isOpen(window, due)));
    const known = rows.where((row) => !view.isOpen(row));
    const hits = howMany(known, (row) => isSpared(view, row, { upstream, windows }));
    return rows.length === 0
      ? unmeasured('no request was due while a fault was planned')
      : share(hits, known.length, rows.length - known.length);
  }),
};

interface Planned {
  readonly upstream: string;
  readonly windows: readonly FaultWindow[];
}

/** Time alone that a fault adds makes no call fail. */
function isHarm(fault: string): boolean {
  const found = faultByKind(fault);
  return found !== undefined && found.layer !== 'delay';
}

/** A bucket, an order of calls or the words of a request can't be known of what was never sent. */
function isForetold({ match, schedule, fault }: FaultWindow): boolean {
  const isPlain = match.model === null && match.stream === null && Object.keys(match.header).length === 0;
  return isPlain && schedule.kind !== 'first' && fault !== 'rate-limit';
}

function isOpen({ opens, closes }: FaultWindow, at: number): boolean {
  return opens <= at && at < closes;
}

function isSpared(view: RecordView, row: ResponseRow, { upstream, windows }: Planned): boolean {
  if (row.class === 'full' || row.class === 'alt') return false;
  if (view.attemptsOf(row.inbound).some((attempt) => attempt.upstream === upstream)) return false;
  const { seed } = view.record.plan;
  const name = { inbound: row.inbound, upstream, attempt: 1 };
  return !windows.some((window) => {
    const since = row.due - window.opens;
    const { journey, attempt } = window.match;
    const isMeant = (journey === null || journey === row.journey) && (attempt === null || attempt.from <= 1);
    const isDue = isOpen(window, row.due) && isScheduled(window.schedule, since, 0);
    return isMeant && isDue && isHit(fateOf(seed, { ...name, window: window.id }), window.share, since);
  });
}
