/**
 * A rate limiter on the app's side, seen from the provider: second by second the same number of calls, while more
 * users come than that. Chance makes no such row; a breaker all but stops calls, and a bulkhead holds how many are
 * open at once and not how many begin.
 */
import type { Scope } from '../../../model/measurement.js';
import type { PlannedPhase } from '../../../model/plan.js';
import type { Millis } from '../../../model/units.js';
import { backlogOf } from './backlog.js';
import { countWithin, placeOf, type Starts } from './calls.js';
import type { RecordView } from '../view.js';

export type Ceiling =
  | { readonly is: 'unseen'; readonly because: string }
  | {
      readonly is: 'seen';
      readonly upstream: string;
      readonly opens: Millis;
      readonly closes: Millis;
      /** Attempts that began meanwhile. */
      readonly attempts: number;
    };

const SECOND = 1_000;
/** More users than that part of the calls, or nothing says that they were held back. */
const MORE = 1.2;
/** Fewer calls than this part of what users would cause are a breaker's. */
const HELD = 0.25;
const SHORTEST = 10;
/** That calls which come by chance look as flat for so long; an hour has 3,600 seconds to begin at. */
const BY_CHANCE = 1e-6;
/** Calls that begin when as many are open as ever: a limit on those shows itself by it. */
const FULL = 0.75;
/** Users who come more evenly than that would have calls come evenly too. */
const EVEN = 0.5;

export function ceilingOf(view: RecordView, scope: Scope): Ceiling {
  return view.keep(`ceiling ${String(scope.phase)} ${String(scope.upstream)}`, () => {
    const names = view.record.plan.upstreams.map(({ name }) => name);
    const found = names
      .filter((name) => scope.upstream === null || name === scope.upstream)
      .map((name) => ceilingAt(view, scope, name));
    const longest = found
      .filter((one) => one.is === 'seen')
      .sort((a, b) => b.closes - b.opens - (a.closes - a.opens))[0];
    return longest ?? found[0] ?? unseen('the app called no upstream in that phase');
  });
}

function unseen(because: string): Ceiling {
  return { is: 'unseen', because };
}

function ceilingAt(view: RecordView, { phase }: Scope, upstream: string): Ceiling {
  const each = callsEach(view, upstream);
  if (each === null) return unseen('there was no call at baseline to compare with');
  const [starts, dues] = [view.starts(upstream), view.dues()];
  const stretches = view.phases(phase).flatMap(({ opens, closes }) => {
    const calls = bySecond(starts, opens, closes);
    const users = bySecond(dues, opens, closes);
    return flatStretches(calls).map(({ first, end }) => ({
      opens: opens + first * SECOND,
      closes: opens + end * SECOND,
      attempts: sumOf(calls.subarray(first, end)),
      wanted: sumOf(users.subarray(first, end)) * each,
      evenness: dispersionOf(users.subarray(first, end)),
    }));
  });
  const held = stretches.filter(({ attempts, wanted }) => wanted > MORE * attempts);
  const best = held.sort((a, b) => b.closes - b.opens - (a.closes - a.opens))[0];
  if (best === undefined) return unseen('calls were never flat while more users came');
  if (best.attempts < HELD * best.wanted) return unseen('the app all but stopped calling, as a breaker does');
  if (best.evenness < EVEN)
    return unseen('users came so evenly that their calls would be flat by themselves');
  if (isFull(view, upstream, best))
    return unseen('as many calls were open all the while, so it may be a limit on those');
  return { is: 'seen', upstream, opens: best.opens, closes: best.closes, attempts: best.attempts };
}

/** Calls a user at baseline; null where there were none. */
function callsEach(view: RecordView, upstream: string): number | null {
  const users = view.responses({ phase: 'baseline' }).length;
  const starts = view.starts(upstream);
  const calls = view
    .phases('baseline')
    .reduce((sum, { opens, closes }) => sum + countWithin(starts, opens, closes), 0);
  return users === 0 || calls === 0 ? null : calls / users;
}

/** Whole seconds only. */
function bySecond(times: Starts, opens: Millis, closes: Millis): Uint32Array {
  const counts = new Uint32Array(Math.max(0, Math.floor((closes - opens) / SECOND)));
  let place = placeOf(times, opens);
  for (let second = 0; second < counts.length; second += 1) {
    const next = placeOf(times, opens + (second + 1) * SECOND);
    counts[second] = next - place;
    place = next;
  }
  return counts;
}

interface Flat {
  readonly first: number;
  readonly end: number;
}

/** As long as they go, one behind the other. */
function flatStretches(counts: Uint32Array): readonly Flat[] {
  const found: Flat[] = [];
  for (let first = 0; first < counts.length;) {
    const { end, mean } = flatFrom(counts, first);
    const isLong = mean > 0 && end - first >= longEnough(mean);
    if (isLong) found.push({ first, end });
    first = isLong ? end : first + 1;
  }
  return found;
}

function flatFrom(counts: Uint32Array, first: number): { readonly end: number; readonly mean: number } {
  let [low, high, sum, end] = [Infinity, 0, 0, first];
  for (; end < counts.length; end += 1) {
    const count = counts[end] ?? 0;
    const mean = (sum + count) / (end - first + 1);
    if (Math.max(high, count) - Math.min(low, count) > 2 * reachOf(mean)) break;
    low = Math.min(low, count);
    high = Math.max(high, count);
    sum += count;
  }
  return { end, mean: sum / (end - first) };
}

/** How far a second may lie from the ceiling: a call that slips over its edge, and 5 % of many. */
function reachOf(mean: number): number {
  return Math.max(1, 0.05 * mean);
}

/** Seconds after which calls that come by chance would have left the reach, but for one time in a million. */
function longEnough(mean: number): number {
  const middle = Math.round(mean);
  const reach = Math.floor(reachOf(mean));
  let within = 0;
  for (let count = Math.max(0, middle - reach); count <= middle + reach; count += 1)
    within += poisson(count, Math.max(mean, 0.5));
  return Math.max(SHORTEST, Math.ceil(Math.log(BY_CHANCE) / Math.log(Math.min(within, 0.999))));
}

function poisson(count: number, mean: number): number {
  let log = count * Math.log(mean) - mean;
  for (let factor = 2; factor <= count; factor += 1) log -= Math.log(factor);
  return Math.exp(log);
}

function isFull(
  view: RecordView,
  upstream: string,
  { opens, closes }: Pick<PlannedPhase, 'opens' | 'closes'>,
): boolean {
  const backlog = backlogOf(view.attempts({ upstream }));
  const starts = view.starts(upstream);
  const most = backlog.peak(opens, closes);
  let full = 0;
  const [from, until] = [placeOf(starts, opens), placeOf(starts, closes)];
  for (let place = from; place < until; place += 1) if (backlog.openAt(starts[place] ?? 0) >= most) full += 1;
  return full >= FULL * (until - from);
}

function sumOf(counts: Uint32Array): number {
  let sum = 0;
  for (const count of counts) sum += count;
  return sum;
}

/** Variance over mean: 1 for those who come by chance, 0 for those who come by the clock. */
function dispersionOf(counts: Uint32Array): number {
  const mean = sumOf(counts) / counts.length;
  let squares = 0;
  for (const count of counts) squares += (count - mean) ** 2;
  return squares / (counts.length - 1) / mean;
}
