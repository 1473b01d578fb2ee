/** What the app's books say of the load that it put on providers, and of the users who piled up in it. */
import type { Role } from '../../src/model/scenario.js';
import type { Told } from './mechanism-books.js';
import { gave, spent, usersIn } from './mechanism-readings.js';

const SECOND = 1000;

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
  const users = told.books.users
    .filter((_, user) => told.rowOf(user) !== undefined)
    .map(({ came, left }) => ({ opens: told.ours(came), closes: told.ours(left ?? Infinity) }));
  const most = ({ opens, closes }: Span): number => {
    const moments = [opens, ...users.map((user) => user.opens).filter((at) => at > opens && at < closes)];
    return Math.max(
      ...moments.map((at) => users.filter((user) => user.opens <= at && at < user.closes).length),
    );
  };
  const usual = Math.max(1, most(span(told, 'baseline')));
  const { opens, closes } = span(told, 'recovery');
  let at = opens;
  while (at + SECOND <= closes && most({ opens: at, closes: at + SECOND }) > usual) at += 100;
  return at + SECOND <= closes ? at - opens : closes - opens;
}

/** What an answer cost in the outage, over what it cost before. */
export function dearer(told: Told): number {
  const costOf = (role: Role): number => spent(told, role) / gave(told, 'answer', role);
  return costOf('outage') / costOf('baseline');
}
