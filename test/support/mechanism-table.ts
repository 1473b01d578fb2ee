/** For each policy: what we infer from outside, and the number of it that the app's own books give. */
import type { Role } from '../../src/model/scenario.js';
import type { Told } from './mechanism-books.js';
import type { TrialName } from './mechanism-policies.js';
import { dearer, drained, drainedWithin, peak } from './mechanism-load.js';
import {
  again,
  ages,
  apart,
  attempts,
  besideQuantile,
  calls,
  countIn,
  due,
  early,
  forNobody,
  gave,
  hedges,
  inPhase,
  inStep,
  isFirst,
  isGivenUp,
  lengthOf,
  median,
  members,
  memberWaits,
  parked,
  quantileOf,
  refusedOn,
  seenHedges,
  sinceOutage,
  sinceRecovery,
  spent,
  stays,
  thrownAway,
  triesOfUsers,
  usersIn,
  usersOf,
  waitedFor,
  waits,
  waitsOfWhoMade,
} from './mechanism-readings.js';

export interface Line {
  readonly measure: string;
  readonly quantile?: number;
  readonly journey?: string;
  readonly phase?: Role;
  /** How far both may be apart. */
  readonly within: number | ((told: Told) => number);
  /** How many times a busy machine's lag counts: of four times a load, it moves four times as many calls. */
  readonly lags?: number;
  books(told: Told): number;
}

/** Milliseconds between two processes on one machine. */
const NEAR = 30;
/** Users between two moments that can only be told from users: three at 25 a second, and who came by chance. */
const FEW_USERS = 400;
const EXACTLY = 1e-9;
/** One user in about two hundred, whose call one of both had not seen any more. */
const ONE_USER = 0.006;
/** Two calls of some 25 that are expected in a second, which one of both takes for those of the next. */
const TWO_CALLS = 0.1;
/** A user more or less, whom one of both counts to another phase, moves a quantile to the age beside it. */
function oneAgeAround(share: number): (told: Told) => number {
  return (told) => NEAR + besideQuantile(ages(told), share);
}

export const table: Readonly<Record<TrialName, readonly Line[]>> = {
  breaker: [
    {
      measure: 'breaker-time-to-open',
      within: 100,
      books: (told) => sinceOutage(told, told.books.breaker.opened[0]),
    },
    {
      measure: 'breaker-probe-spacing',
      within: NEAR,
      books: ({ books }) => median(apart(books.breaker.probes)),
    },
    { measure: 'breaker-collateral', within: EXACTLY, books: () => 0 },
    {
      measure: 'shed-latency',
      quantile: 0.5,
      within: NEAR,
      books: (told) => median(stays(told, usersOf(told.books.breaker.refused))),
    },
    { measure: 'amplification', within: EXACTLY, books: () => 1 },
    { measure: 'attempts-per-inbound', within: ONE_USER, books: (told) => attempts(told).length / due(told) },
  ],
  'breaker for all': [
    {
      measure: 'breaker-collateral',
      journey: 'other',
      within: ONE_USER,
      books: (told) => refusedOn(told, 'other') / due(told, 'outage', 'other'),
    },
  ],
  bulkhead: [
    { measure: 'bulkhead-limit', within: 1, books: ({ books }) => books.bulkhead.most },
    {
      measure: 'timeout',
      within: NEAR,
      books: (told) => median(attempts(told).filter(isGivenUp).map(lengthOf)),
    },
    { measure: 'attempts-per-inbound', within: ONE_USER, books: (told) => attempts(told).length / due(told) },
  ],
  // What was billed for a call that was called off can't be told by the app.
  hedge: [
    { measure: 'hedge-share', within: ONE_USER, books: (told) => seenHedges(told) / calls(told) },
    { measure: 'hedge-delay', within: NEAR, books: (told) => median(hedges(told)) },
    { measure: 'amplification', within: ONE_USER, books: (told) => attempts(told).length / calls(told) },
  ],
  'hedge that pays twice': [
    { measure: 'hedge-share', within: ONE_USER, books: (told) => seenHedges(told) / calls(told) },
    { measure: 'hedge-delay', within: NEAR, books: (told) => median(hedges(told)) },
    { measure: 'waste', within: ONE_USER, books: (told) => thrownAway(told) },
    { measure: 'orphaned-tokens', within: 60, books: forNobody },
    { measure: 'spend', within: 1e-4, books: (told) => spent(told) },
    { measure: 'spend-ratio', within: 2 * ONE_USER, books: dearer },
  ],
  backoff: [
    { measure: 'backoff', within: NEAR, books: (told) => median(waits(told).filter(isFirst).map(waitedFor)) },
    { measure: 'sdk-retries', within: ONE_USER, books: (told) => waits(told).length / calls(told) },
    { measure: 'app-retries', within: EXACTLY, books: () => 0 },
    { measure: 'gateway-retries', within: EXACTLY, books: () => 0 },
    { measure: 'retry-layers', within: EXACTLY, books: () => 1 },
    { measure: 'peak-load', within: TWO_CALLS, lags: 4, books: peak },
    { measure: 'recovery-surge', within: TWO_CALLS, lags: 4, books: (told) => peak(told, 'recovery') },
    { measure: 'drain', within: drainedWithin, books: drained },
    { measure: 'amplification', within: ONE_USER, books: (told) => attempts(told).length / calls(told) },
    { measure: 'depth', quantile: 0.5, within: EXACTLY, books: (told) => median(triesOfUsers(told)) },
    { measure: 'retries-per-request', within: ONE_USER, books: (told) => waits(told).length / due(told) },
    {
      measure: 'fail-fast',
      quantile: 0.5,
      within: NEAR,
      books: (told) => median(stays(told, usersIn(told))),
    },
  ],
  'retries in step': [
    { measure: 'herd-synchronisation', within: 0.15, books: (told) => inStep(memberWaits(told)) },
    { measure: 'phase-locking', within: 0.05, books: (told) => inPhase(memberWaits(told)) },
    {
      measure: 'herd-pressure',
      within: 0.15,
      books: (told) => (inStep(memberWaits(told)) * memberWaits(told).length) / members(told).size,
    },
    { measure: 'amplification', within: EXACTLY, books: () => 1 },
  ],
  'two layers': [
    { measure: 'retry-layers', within: EXACTLY, books: () => 2 },
    { measure: 'outer-amplification', within: 0.02, books: (told) => 1 + again(told) / calls(told) },
    {
      measure: 'inner-amplification',
      within: 0.02,
      books: (told) => attempts(told).length / (calls(told) + again(told)),
    },
    { measure: 'sdk-retries', within: 0.02, books: (told) => waits(told).length / calls(told) },
    { measure: 'app-retries', within: 0.02, books: (told) => again(told) / calls(told) },
  ],
  // The outer layer counts its retries and the inner one sends on what it was sent, as a gateway does. Who was answered
  // before a retry was repeated can't be told from an app that tries again.
  gateway: [
    { measure: 'gateway-retries', within: 0.02, books: (told) => waitsOfWhoMade(told, 2) / calls(told) },
    { measure: 'sdk-retries', within: 0.02, books: (told) => again(told) / calls(told) },
    { measure: 'app-retries', within: 0.02, books: (told) => waitsOfWhoMade(told, 1) / calls(told) },
  ],
  budget: [
    { measure: 'peak-load', within: TWO_CALLS, lags: 4, books: peak },
    { measure: 'amplification', within: ONE_USER, books: (told) => attempts(told).length / calls(told) },
    { measure: 'retries-per-request', within: ONE_USER, books: (told) => waits(told).length / due(told) },
    { measure: 'backoff', within: NEAR, books: (told) => median(waits(told).map(waitedFor)) },
  ],
  obedience: [
    { measure: 'retry-after-compliance', within: ONE_USER, books: (told) => 1 - early(told) },
    { measure: 'early-retries', within: ONE_USER, books: early },
    { measure: 'long-wait-parking', within: 2 * ONE_USER, books: parked },
    {
      measure: 'backoff',
      quantile: 0.1,
      within: NEAR,
      books: (told) => quantileOf(waits(told).map(waitedFor), 0.1),
    },
    {
      measure: 'backoff',
      quantile: 0.9,
      within: NEAR,
      books: (told) => quantileOf(waits(told).map(waitedFor), 0.9),
    },
  ],
  impatience: [
    { measure: 'retry-after-compliance', within: ONE_USER, books: (told) => 1 - early(told) },
    { measure: 'early-retries', within: ONE_USER, books: early },
    { measure: 'long-wait-parking', within: EXACTLY, books: parked },
  ],
  failover: [
    {
      measure: 'breaker-time-to-open',
      within: 100,
      books: (told) => sinceOutage(told, told.books.breaker.opened[0]),
    },
    {
      measure: 'failover-time',
      within: FEW_USERS,
      books: (told) => sinceOutage(told, told.books.second[0]?.at),
    },
    { measure: 'alt-share', within: ONE_USER, books: (told) => countIn(told, told.books.second) / due(told) },
    {
      measure: 'failback-time',
      within: FEW_USERS,
      books: (told) => sinceRecovery(told, told.books.breaker.closed.at(-1)),
    },
    { measure: 'failback-share', within: EXACTLY, books: () => 1 },
  ],
  'failover at once': [
    { measure: 'alt-share', within: ONE_USER, books: (told) => countIn(told, told.books.second) / due(told) },
    { measure: 'spend-ratio', within: 2 * ONE_USER, books: dearer },
    { measure: 'failover-coverage', within: ONE_USER, books: (told) => gave(told, 'answer') / due(told) },
    {
      measure: 'failover-time',
      within: FEW_USERS,
      books: (told) => sinceOutage(told, told.books.second[0]?.at),
    },
  ],
  cache: [
    { measure: 'stale-share', within: ONE_USER, books: (told) => gave(told, 'saved') / due(told) },
    { measure: 'cache-age', within: oneAgeAround(0.5), books: (told) => median(ages(told)) },
    {
      measure: 'cache-age',
      quantile: 0.75,
      within: oneAgeAround(0.75),
      books: (told) => quantileOf(ages(told), 0.75),
    },
    { measure: 'marked-share', within: EXACTLY, books: () => 1 },
  ],
  'cache in secret': [
    { measure: 'lie-share', within: ONE_USER, books: (told) => gave(told, 'saved') / due(told) },
    { measure: 'cache-age', within: oneAgeAround(0.5), books: (told) => median(ages(told)) },
    { measure: 'marked-share', within: EXACTLY, books: () => 0 },
  ],
  coalescing: [
    {
      measure: 'coalescing-share',
      within: ONE_USER,
      books: (told) => countIn(told, told.books.coalescing) / due(told),
    },
    { measure: 'drain', within: drainedWithin, books: drained },
    { measure: 'attempts-per-inbound', within: ONE_USER, books: (told) => attempts(told).length / due(told) },
  ],
  queue: [
    {
      measure: 'queued-share',
      within: ONE_USER,
      books: (told) => countIn(told, told.books.queue.completed) / due(told),
    },
    { measure: 'queue-loss', within: EXACTLY, books: () => 0 },
    { measure: 'recovery-surge', within: TWO_CALLS, lags: 4, books: (told) => peak(told, 'recovery') },
  ],
  'queue that forgets': [
    {
      measure: 'queued-share',
      within: ONE_USER,
      books: (told) => countIn(told, told.books.queue.completed) / due(told),
    },
    {
      measure: 'queue-loss',
      within: EXACTLY,
      books: (told) => countIn(told, told.books.queue.lost) / countIn(told, told.books.queue.accepted),
    },
  ],
};
