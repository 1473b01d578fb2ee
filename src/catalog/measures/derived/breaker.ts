/**
 * A breaker seen from the provider: users go on asking, and calls all but stop. What calls there should be
 * is told from the users that came and from the calls that each of them took at baseline.
 */
import { howMany } from '../../../kit/list.js';
import type { Scope } from '../../../model/measurement.js';
import type { FaultWindow, PlannedPhase } from '../../../model/plan.js';
import type { Millis } from '../../../model/units.js';
import { countWithin, placeOf, type Starts } from './calls.js';
import { isFailed } from './outcome.js';
import type { RecordView } from '../view.js';

export type Breaker =
  /** `because`: nothing asked for one, or it can't be told. */
  | { readonly is: 'untold'; readonly because: string }
  | { readonly is: 'closed'; readonly watch: Watch }
  | { readonly is: 'open'; readonly watch: Watch; readonly from: Millis; readonly until: Millis };

/** What was looked at: the upstream that failed, while it did. */
export interface Watch {
  readonly upstream: string;
  readonly opens: Millis;
  readonly closes: Millis;
  readonly attempts: number;
}

/** Calls below this part of what users would have caused count as none. */
const SILENT = 0.1;
const STILL_OPEN = 0.25;
/** So many calls have to be expected before their absence says something. */
const EXPECTED = 20;
const STEP = 100;

export function breakerOf(view: RecordView, scope: Scope): Breaker {
  const { phase, upstream } = scope;
  return view.keep(`breaker ${String(phase)} ${String(upstream)}`, () => breakerIn(view, scope));
}

function breakerIn(view: RecordView, scope: Scope): Breaker {
  const watch = watchOf(view, scope);
  if (watch === null) return { is: 'untold', because: 'no fault was planned in that phase' };
  const meter = meterOf(view, watch.upstream);
  if (meter === null) return { is: 'untold', because: 'there was no call at baseline to compare with' };
  if (!isFailing(view, watch))
    return {
      is: 'untold',
      because: 'fewer than half of the calls failed, so a breaker had no reason to open',
    };
  const from = silentFrom(meter, watch);
  if (from === 'few') return { is: 'untold', because: 'too few users came to miss their calls' };
  return from === null
    ? { is: 'closed', watch }
    : { is: 'open', watch, from, until: silentUntil(meter, watch, from) };
}

/** The upstream that the most attempts of the baseline went to, of those that a fault is planned for. */
function watchOf(view: RecordView, scope: Scope): Watch | null {
  const phases = view.phases(scope.phase);
  // What only a cohort meets is no reason to stop calling for everybody else.
  const windows = view.record.plan.windows.filter(
    ({ opens, match }) => within(phases, opens) && match.cohort === null,
  );
  const watches = [...new Set(windows.map(({ on }) => on))]
    .filter((upstream) => scope.upstream === null || upstream === scope.upstream)
    .map((upstream) =>
      watchAt(
        view,
        upstream,
        windows.filter(({ on }) => on === upstream),
      ),
    );
  return watches.sort((a, b) => b.attempts - a.attempts)[0] ?? null;
}

function watchAt(view: RecordView, upstream: string, windows: readonly FaultWindow[]): Watch {
  const attempts = view.phases('baseline').reduce((sum, phase) => {
    return sum + countWithin(view.starts(upstream), phase.opens, phase.closes);
  }, 0);
  return {
    upstream,
    opens: Math.min(...windows.map(({ opens }) => opens)),
    closes: Math.max(...windows.map(({ closes }) => closes)),
    attempts,
  };
}

function within(phases: readonly PlannedPhase[], at: Millis): boolean {
  return phases.some(({ opens, closes }) => at >= opens && at < closes);
}

interface Meter {
  readonly starts: Starts;
  readonly due: Starts;
  /** Calls a user at baseline. */
  readonly each: number;
}

function meterOf(view: RecordView, upstream: string): Meter | null {
  const users = view.responses({ phase: 'baseline' }).length;
  const starts = view.starts(upstream);
  const calls = view
    .phases('baseline')
    .reduce((sum, { opens, closes }) => sum + countWithin(starts, opens, closes), 0);
  if (users === 0 || calls === 0) return null;
  return { starts, due: view.dues(), each: calls / users };
}

function isFailing(view: RecordView, { upstream, opens, closes }: Watch): boolean {
  const seen = view.attempts({ upstream }).where(({ started }) => started >= opens && started < closes);
  return seen.length > 0 && howMany(seen, isFailed) >= seen.length / 2;
}

/** The first moment after which the next calls that were to be expected didn't come; `few`: none were. */
function silentFrom(meter: Meter, { opens, closes }: Watch): Millis | null | 'few' {
  let isTold = false;
  for (let at = opens; at < closes; at += STEP) {
    const end = endOf(meter, at);
    if (end > closes) break;
    isTold = true;
    if (callsIn(meter, at, end) <= SILENT) return behindLast(meter, at, at + SILENT * (end - at));
  }
  return isTold ? null : 'few';
}

/** The few calls that a silence may have are still the last ones before it, where they stand at its beginning. */
function behindLast({ starts }: Meter, at: Millis, until: Millis): Millis {
  const last = starts[placeOf(starts, until) - 1];
  return last === undefined || last < at ? at : last + 1;
}

function silentUntil(meter: Meter, { closes }: Watch, from: Millis): Millis {
  let until = endOf(meter, from);
  for (let end = endOf(meter, until); end <= closes; end = endOf(meter, until)) {
    if (callsIn(meter, until, end) > STILL_OPEN) return until;
    until = end;
  }
  return closes;
}

/** When enough users have come, and at least a second has passed. */
function endOf({ due, each }: Meter, at: Millis): Millis {
  const last = placeOf(due, at) + Math.ceil(EXPECTED / each) - 1;
  return Math.max(at + 1000, (due[last] ?? Infinity) + 1);
}

/** As a part of what was to be expected. */
function callsIn({ starts, due, each }: Meter, opens: Millis, closes: Millis): number {
  const expected = countWithin(due, opens, closes) * each;
  return countWithin(starts, opens, closes) / expected;
}
