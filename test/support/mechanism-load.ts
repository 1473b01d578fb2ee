/** What the app's books say of the load that it put on providers, and of the users who piled up in it. */
import type { Role } from '../../src/model/scenario.js';
import type { Told } from './mechanism-books.js';
import { gave, spent, usersIn } from './mechanism-readings.js';

const SECOND = 1000;
const STEP = 100;

/** The fullest second of a phase at one provider, over what the baseline lets expect of as many users. */
export function peak(told: Told, role: Role = 'outage'): number {
  const calm = span(told, 'baseline');
  const usual = began(told, 'baseline').length / lengthOf(calm);
  const [now, before] = [usersASecond(told, role), usersASecond(told, 'baseline')];
  const byChance = fullest(told, 'baseline') / 1.5;
  return fullest(told, role) / Math.max(SECOND * usual * Math.max(1, now / before), byChance);
}

function fullest(told: Told, role: Role): number {
  const counts = (['first', 'second'] as const).flatMap((upstream) => {
    const starts = began(told, role, upstream);
    return starts.map((from) => starts.filter((at) => at >= from && at < from + SECOND).length);
  });
  return Math.max(0, ...counts);
}

function began(told: Told, role: Role, upstream: 'first' | 'second' | null = null): readonly number[] {
  const { opens, closes } = span(told, role);
  return told.books.attempts
    .filter((one) => upstream === null || one.upstream === upstream)
    .map((one) => told.ours(one.began))
    .filter((at) => at >= opens && at < closes);
}

function usersASecond(told: Told, role: Role): number {
  return usersIn(told, role).size / lengthOf(span(told, role));
}

interface Span {
  readonly opens: number;
  readonly closes: number;
}

function span({ run }: Told, role: Role): Span {
  const phase = run.plan.phases.find((one) => one.role === role);
  if (phase === undefined) throw new Error(`no phase is a ${role}`);
  return phase;
}

function lengthOf({ opens, closes }: Span): number {
  return closes - opens;
}

/** Since the outage, until no more users are in the app for a second than in the busiest moment before it. */
export function drained(told: Told): number {
  return calmAfter(told, insideBy(told), 0);
}

/**
 * How far both may be apart on it: as far as it would move by as many users as one of both saw more, in the busiest
 * moment of any second. On a machine that stands still for a moment those are many: they are on the way.
 */
export function drainedWithin(told: Told): number {
  const seen = told.run.responses.map(({ due, ended }) => ({ opens: due, closes: ended }));
  const [ours, theirs] = [excess(told, seen), excess(told, insideBy(told))];
  const more = Math.max(...ours.map((users, at) => Math.abs(users - (theirs[at] ?? users))));
  const moved = [-more, more].map((users) => calmAfter(told, insideBy(told), users) - drained(told));
  return STEP + Math.max(...moved.map(Math.abs));
}

function calmAfter(told: Told, users: readonly Span[], spare: number): number {
  const place = excess(told, users).findIndex((over) => over <= spare);
  return place === -1 ? lengthOf(span(told, 'recovery')) : place * STEP;
}

/** For each second of the recovery, how many more users than before the outage are in the app at its busiest. */
function excess(told: Told, users: readonly Span[]): readonly number[] {
  const usual = Math.max(1, most(users, span(told, 'baseline')));
  const { opens, closes } = span(told, 'recovery');
  const seconds = Math.floor((closes - opens - SECOND) / STEP) + 1;
  return Array.from({ length: seconds }, (_, place) => opens + place * STEP).map(
    (at) => most(users, { opens: at, closes: at + SECOND }) - usual,
  );
}

function insideBy(told: Told): readonly Span[] {
  return told.books.users
    .filter((_, user) => told.rowOf(user) !== undefined)
    .map(({ came, left }) => ({ opens: told.ours(came), closes: told.ours(left ?? Infinity) }));
}

function most(users: readonly Span[], { opens, closes }: Span): number {
  const moments = [opens, ...users.map((user) => user.opens).filter((at) => at > opens && at < closes)];
  return Math.max(
    ...moments.map((at) => users.filter((user) => user.opens <= at && at < user.closes).length),
  );
}

/** What an answer cost in the outage, over what it cost before. */
export function dearer(told: Told): number {
  const costOf = (role: Role): number => spent(told, role) / gave(told, 'answer', role);
  return costOf('outage') / costOf('baseline');
}
