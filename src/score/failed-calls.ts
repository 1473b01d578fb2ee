/** What an app that only passes things on would have let through of an outage, by the plan alone. */
import { faultByKind } from '../catalog/faults/shelf.js';
import { isScheduled } from '../catalog/faults/schedule.js';
import { shareAt } from '../catalog/faults/share.js';
import type { RecordView } from '../catalog/measures/view.js';
import type { ResponseRow } from '../model/event.js';
import type { AnyWindow, FaultWindow, ToxicWindow } from '../model/plan.js';
import type { Ratio } from '../model/units.js';

/** What ends a connection, or lets nothing through it. */
const ENDING = ['down', 'refuse', 'timeout', 'reset_peer'];
/** Whom it refuses depends on how many come. */
const BY_RATE = ['rate-limit', 'quota-exhausted'];

/**
 * Share of the users in the outage whose first call at one provider would have failed, of the provider that is hurt most.
 * Null where the plan doesn't decide it: it only slows calls, or picks them by what is known when they come.
 */
export function failedShare(view: RecordView): Ratio | null {
  const { windows, network, upstreams } = view.record.plan;
  const hurting: readonly AnyWindow[] = [
    ...windows.filter(({ match }) => match.cohort === null),
    ...network.filter(({ toxic }) => ENDING.includes(toxic)),
  ];
  if (hurting.some((window) => 'fault' in window && isOpen(window))) return null;
  const rows = [...view.responses({ phase: 'outage' })];
  const shares = upstreams.map(({ name }) => {
    const own = hurting.filter(({ on }) => on === name);
    const failed = rows.reduce((sum, row) => sum + 1 - passing(own, row), 0);
    return rows.length === 0 ? 0 : failed / rows.length;
  });
  const most = Math.max(0, ...shares);
  return most === 0 ? null : most;
}

function isOpen({ fault, match, schedule }: FaultWindow): boolean {
  const { model, stream, header } = match;
  const isPicky = model !== null || stream !== null || Object.keys(header).length > 0;
  return BY_RATE.includes(fault) || isPicky || schedule.kind === 'first';
}

/** Windows draw apart from each other, so that who gets past all of them is a product. */
function passing(windows: readonly AnyWindow[], { due, journey }: ResponseRow): Ratio {
  return windows.reduce((share, window) => {
    if (due < window.opens || due >= window.closes) return share;
    return share * (1 - ('fault' in window ? faultShare(window, { due, journey }) : hitShare(window)));
  }, 1);
}

function faultShare(
  { fault, match, schedule, share, opens }: FaultWindow,
  { due, journey }: Pick<ResponseRow, 'due' | 'journey'>,
): Ratio {
  if (faultByKind(fault)?.layer === 'delay') return 0;
  if (match.journey !== null && match.journey !== journey) return 0;
  if (match.attempt !== null && match.attempt.from > 1) return 0;
  return isScheduled(schedule, due - opens, 0) ? shareAt(share, due - opens) : 0;
}

function hitShare({ toxicity }: ToxicWindow): Ratio {
  return toxicity;
}
