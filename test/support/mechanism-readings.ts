/** Numbers out of the app's books, of the users of the outage where nothing else is said. */
import type { Role } from '../../src/model/scenario.js';
import type { Attempt, Told, Wait } from './mechanism-books.js';

// ---- users of the phase; a cohort is in no number of the ordinary users

function roleOf(told: Told, user: number): Role | null {
  const row = told.rowOf(user);
  if (row === undefined || row.cohort !== null) return null;
  return told.run.plan.phases.find(({ name }) => name === row.phase)?.role ?? null;
}

export function usersIn(told: Told, role: Role = 'outage'): ReadonlySet<number> {
  return new Set(told.books.users.map((_, user) => user).filter((user) => roleOf(told, user) === role));
}

/** Whoever was due, counted by us: both sides have the same users, or nothing agrees. */
export function due({ run }: Told, role: Role = 'outage', journey: string | null = null): number {
  const names = new Set(run.plan.phases.filter((phase) => phase.role === role).map(({ name }) => name));
  return run.responses.filter(
    (row) => names.has(row.phase) && row.cohort === null && (journey === null || row.journey === journey),
  ).length;
}

export function usersOf(entries: readonly { readonly user: number }[]): ReadonlySet<number> {
  return new Set(entries.map(({ user }) => user));
}

export function countIn(told: Told, entries: readonly { readonly user: number }[]): number {
  return entries.filter(({ user }) => roleOf(told, user) === 'outage').length;
}

export function refusedOn(told: Told, journey: string): number {
  const refused = told.books.breaker.refused.filter(({ user }) => told.rowOf(user)?.journey === journey);
  return countIn(told, refused);
}

export function gave(told: Told, what: string, role: Role = 'outage'): number {
  return [...usersIn(told, role)].filter((user) => told.books.users[user]?.gave === what).length;
}

/** From arrival to departure, in the app. */
export function stays(told: Told, users: ReadonlySet<number>): readonly number[] {
  return [...users]
    .filter((user) => roleOf(told, user) === 'outage')
    .flatMap((user) => told.books.users[user] ?? [])
    .map(({ came, left }) => (left ?? Number.NaN) - came);
}

// ---- attempts

export function attempts(told: Told, role: Role = 'outage'): readonly Attempt[] {
  return told.books.attempts.filter(({ user }) => roleOf(told, user) === role);
}

/** Users of whom at least one attempt was made: here each makes one call. */
export function calls(told: Told): number {
  return usersOf(attempts(told)).size;
}

export function triesOfUsers(told: Told): readonly number[] {
  const all = attempts(told);
  return [...usersOf(all)].map((user) => all.filter((attempt) => attempt.user === user).length);
}

export const isGivenUp = ({ outcome }: Attempt): boolean => outcome === 'given-up';
export const lengthOf = ({ began, ended }: Attempt): number => (ended ?? Number.NaN) - began;

export function hedges(told: Told): readonly number[] {
  return told.books.hedge.filter(({ user }) => roleOf(told, user) === 'outage').map(({ waited }) => waited);
}

/** A hedge that began less than 50 ms before the first attempt ended, and didn't answer, looks like a retry. */
export function seenHedges(told: Told): number {
  const all = attempts(told);
  return [...usersOf(all)].filter((user) => {
    const [first, second] = all.filter((attempt) => attempt.user === user);
    if (first === undefined || second === undefined) return false;
    const overlap = (first.ended ?? 0) - second.began;
    return overlap > 50 || first.outcome === 'cancelled';
  }).length;
}

/** All tokens but those of one answer for each user who got one. */
export function thrownAway(told: Told): number {
  const answered = attempts(told).filter(({ outcome }) => outcome === 'answered');
  const of = (list: readonly Attempt[]): number => list.reduce((sum, { tokensOut }) => sum + tokensOut, 0);
  const served = [...usersOf(answered)].flatMap((user) =>
    answered.filter((one) => one.user === user).slice(0, 1),
  );
  return 1 - of(served) / of(answered);
}

/** Of what was answered when its user had left. */
export function forNobody(told: Told): number {
  return attempts(told)
    .filter(({ user, ended }) => (ended ?? 0) > (told.books.users[user]?.left ?? Infinity) + 50)
    .reduce((sum, { tokensOut }) => sum + tokensOut, 0);
}

/** US dollars: 3 for a million tokens in, 15 for a million out (Anthropic's list price of Claude Sonnet 4.5). */
export function spent(told: Told, role: Role = 'outage'): number {
  return attempts(told, role).reduce((sum, one) => sum + (3 * one.tokensIn + 15 * one.tokensOut) / 1e6, 0);
}

// ---- waits

export function waits(told: Told): readonly Wait[] {
  return told.books.retry.waits.filter(({ user }) => roleOf(told, user) === 'outage');
}

/** Those of the users who made so many. */
export function waitsOfWhoMade(told: Told, count: number): number {
  const all = waits(told);
  return all.filter(({ user }) => all.filter((one) => one.user === user).length === count).length;
}

/** Retries of the outer layer. */
export function again(told: Told): number {
  return countIn(told, told.books.around.waits);
}

export const isFirst = ({ rank }: Wait): boolean => rank === 1;
export const waitedFor = ({ waited }: Wait): number => waited;

/** 50 ms, or 2 % of what was asked for, are forgiven. */
export function early(told: Told): number {
  const asked = waits(told).flatMap(({ asked, waited }) => (asked === null ? [] : [{ asked, waited }]));
  return asked.filter((one) => one.waited < one.asked - Math.max(50, 0.02 * one.asked)).length / asked.length;
}

/** Of the users who were told to wait for longer than they have: who was still there one deadline later. */
export function parked(told: Told): number {
  const deadline = 2000;
  const asked = attempts(told).filter(({ retryAfter }) => (retryAfter ?? 0) > deadline);
  const first = new Map(asked.toReversed().map((attempt) => [attempt.user, attempt]));
  const long = [...first];
  const still = long.filter(([user, { ended }]) => {
    return (told.books.users[user]?.left ?? Infinity) - (ended ?? 0) > deadline;
  });
  return still.length / long.length;
}

export function members(told: Told): ReadonlySet<number> {
  const users = told.books.users.map((_, user) => user);
  return new Set(users.filter((user) => (told.rowOf(user)?.cohort ?? null) !== null));
}

export function memberWaits(told: Told): readonly Wait[] {
  const ours = members(told);
  return told.books.retry.waits.filter(({ user }) => ours.has(user));
}

export function inStep(waited: readonly Wait[]): number {
  const pairs = waited.flatMap((a, index) => waited.slice(index + 1).map((b) => Math.abs(a.at - b.at)));
  return pairs.filter((distance) => distance <= 100).length / pairs.length;
}

/** The length of the mean of their arrows on a dial that turns once in the mean wait. */
export function inPhase(waited: readonly Wait[]): number {
  const turn = waited.reduce((sum, one) => sum + one.waited, 0) / waited.length;
  const meanOf = (side: (angle: number) => number): number =>
    waited.reduce((sum, { at }) => sum + side((2 * Math.PI * at) / turn), 0) / waited.length;
  return Math.hypot(meanOf(Math.cos), meanOf(Math.sin));
}

export function ages(told: Told): readonly number[] {
  return told.books.cache.hits.filter(({ user }) => roleOf(told, user) === 'outage').map(({ age }) => age);
}

// ---- times

export function sinceOutage(told: Told, at: number | undefined): number {
  return told.ours(at ?? Number.NaN) - opening(told, 'outage');
}

export function sinceRecovery(told: Told, at: number | undefined): number {
  return told.ours(at ?? Number.NaN) - opening(told, 'recovery');
}

function opening({ run }: Told, role: Role): number {
  return run.plan.phases.find((phase) => phase.role === role)?.opens ?? Number.NaN;
}

export function apart(times: readonly number[]): readonly number[] {
  return times.slice(1).map((at, index) => at - (times[index] ?? at));
}

export function median(values: readonly number[]): number {
  return quantileOf(values, 0.5);
}

/** How far the quantile is from its neighbours. */
export function besideQuantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = Math.ceil(share * values.length) - 1;
  const own = sorted[at] ?? Number.NaN;
  return Math.max(own - (sorted[at - 1] ?? own), (sorted[at + 1] ?? own) - own);
}

export function quantileOf(values: readonly number[], share: number): number {
  return [...values].sort((a, b) => a - b)[Math.ceil(share * values.length) - 1] ?? Number.NaN;
}
