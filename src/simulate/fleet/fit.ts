/**
 * How an app treats its first provider, fitted from what a run showed: tries, waits, obedience, breaker,
 * budget, timeout. What the run didn't show is said, and taken to be absent.
 */
import { askedIn } from '../../catalog/measures/derived/asked-to-wait.js';
import { breakerOf } from '../../catalog/measures/derived/breaker.js';
import { probesOf } from '../../catalog/measures/breaker-probe-spacing.js';
import type { Call } from '../../catalog/measures/derived/calls.js';
import { isFailed } from '../../catalog/measures/derived/outcome.js';
import { viewOf, type RecordView } from '../../catalog/measures/view.js';
import type { Random } from '../../kit/random.js';
import type { RunRecord } from '../../model/record.js';
import type { Millis } from '../../model/units.js';
import { HONEST, ONCE, type BudgetPolicy, type GatePolicy, type Policy } from '../policy.js';

export interface Shown {
  readonly view: RecordView;
  readonly upstream: string;
  /** For users who came in the outage, those that a fault hit. */
  readonly calls: readonly Call[];
  readonly gate: GatePolicy;
}

export interface Fit {
  readonly policy: Policy;
  /** What was seen, and what was not, in words. */
  readonly said: readonly string[];
}

const ENOUGH = 10;
const QUANTILES = 21;

export function shownBy(record: RunRecord): Shown | null {
  const upstream = record.plan.upstreams[0]?.name;
  if (upstream === undefined) return null;
  const view = viewOf(record);
  const calls = view
    .calls({ phase: 'outage', upstream })
    .filter(({ attempts }) => attempts.some(({ faults }) => faults.length > 0));
  return { view, upstream, calls, gate: gateShown(view, upstream) };
}

/** The same run with its users drawn again, so that what is fitted varies as far as it could. */
export function redrawn(shown: Shown, random: Random): Shown {
  const next = random.sequence();
  const calls = shown.calls.map((call) => shown.calls[Math.floor(next() * shown.calls.length)] ?? call);
  return { ...shown, calls };
}

export function fitOf(shown: Shown): Fit {
  const failed = shown.calls.filter(({ attempts }) => attempts.every(isFailed));
  const times = retriesOf(failed);
  const gaps = gapsByRank(shown.calls);
  const obeys = obedienceOf(shown.calls);
  const timeout = timeoutOf(shown.calls);
  const budget = budgetOf(shown, times);
  const quantiles = gaps.slice(0, Math.max(1, times)).map(quantilesOf);
  const policy: Policy = {
    ...HONEST,
    id: 'your-app',
    summary: 'As the run showed it.',
    timeout: timeout === null ? null : { after: timeout, covers: 'answer' },
    retry: {
      ...ONCE,
      times,
      wait: { kind: 'measured', quantiles },
      retryAfter: obeys === true ? { kind: 'obeyed', upTo: 600_000, jitter: 0 } : { kind: 'ignored' },
      broken: true,
    },
    budget,
    gate: shown.gate,
  };
  return { policy, said: wordsOf({ times, failed, gaps, obeys, timeout, policy }) };
}

/** What at least one failed call in twenty came to: budgets and breakers end the others early. */
function retriesOf(failed: readonly Call[]): number {
  const counts = failed.map(({ attempts }) => attempts.length).sort((a, b) => b - a);
  return Math.max(0, (counts[Math.floor(counts.length * 0.05)] ?? 1) - 1);
}

/** Own waits only: what a Retry-After asked for says nothing about them. */
function gapsByRank(calls: readonly Call[]): readonly (readonly Millis[])[] {
  const ranks: Millis[][] = [];
  for (const { attempts } of calls) {
    for (const [index, attempt] of attempts.entries()) {
      const next = attempts[index + 1];
      if (next === undefined || attempt.retryAfter !== null || next.started < attempt.ended) continue;
      (ranks[index] ??= []).push(next.started - attempt.ended);
    }
  }
  return Array.from(ranks, (rank) => (rank as Millis[] | undefined) ?? []);
}

function quantilesOf(gaps: readonly Millis[]): readonly Millis[] {
  const sorted = gaps.toSorted((a, b) => a - b);
  if (sorted.length === 0) return [0];
  return Array.from(
    { length: QUANTILES },
    (_, index) => sorted[Math.round((index / (QUANTILES - 1)) * (sorted.length - 1))] ?? 0,
  );
}

/** Null where too few were told when to come back. */
function obedienceOf(calls: readonly Call[]): boolean | null {
  const asked = calls.flatMap(askedIn).filter(({ waited }) => waited !== null);
  if (asked.length < ENOUGH) return null;
  return asked.filter(({ isEarly }) => !isEarly).length / asked.length > 0.9;
}

/** When the app itself hung up, null where it hardly ever did. */
function timeoutOf(calls: readonly Call[]): Millis | null {
  const waits = calls
    .flatMap(({ attempts }) => attempts)
    .filter(
      ({ endedBy, outcome }) => endedBy === 'subject' && (outcome === 'hang' || outcome === 'abandoned'),
    )
    .map(({ started, ended }) => ended - started)
    .sort((a, b) => a - b);
  return waits.length < ENOUGH ? null : (waits[Math.floor(waits.length / 2)] ?? null);
}

function gateShown(view: RecordView, upstream: string): GatePolicy {
  const breaker = breakerOf(view, { phase: 'outage', upstream, journey: null });
  if (breaker.is !== 'open') return { kind: 'none' };
  const { watch, from } = breaker;
  const before = view
    .attempts({ upstream })
    .filter(({ started, faults }) => started >= watch.opens && started <= from && faults.length > 0);
  const probes = probesOf(view, breaker);
  const spacings = probes.slice(1).map((at, index) => at - (probes[index] ?? at));
  spacings.sort((a, b) => a - b);
  const reset = spacings[Math.floor(spacings.length / 2)] ?? watch.closes - from;
  return { kind: 'breaker', failures: Math.max(1, before.length), reset };
}

/** Retries that dry up while calls go on failing: what is left of them is what requests pay for. */
function budgetOf({ calls, gate }: Shown, times: number): BudgetPolicy {
  if (gate.kind !== 'none' || times === 0 || calls.length < 3 * ENOUGH) return { kind: 'none' };
  const inOrder = calls.toSorted((a, b) => a.first.started - b.first.started);
  const third = Math.floor(inOrder.length / 3);
  const [early, late] = [inOrder.slice(0, third), inOrder.slice(-third)];
  if (triedAgain(late, times) > 0.6) return { kind: 'none' };
  const saved = (retriesEach(early) - retriesEach(late)) * third;
  return { kind: 'request-funded', ratio: retriesEach(late), perSecond: 0, holds: Math.max(2, saved) };
}

/** Share of the failed attempts, but for the last that anybody makes, that were tried again. */
function triedAgain(calls: readonly Call[], times: number): number {
  let failed = 0;
  let again = 0;
  for (const { attempts } of calls) {
    for (const [index, attempt] of attempts.slice(0, times).entries()) {
      if (!isFailed(attempt)) continue;
      failed += 1;
      if (index + 1 < attempts.length) again += 1;
    }
  }
  return failed === 0 ? 1 : again / failed;
}

function retriesEach(calls: readonly Call[]): number {
  return calls.reduce((sum, { attempts }) => sum + attempts.length - 1, 0) / Math.max(1, calls.length);
}

interface Seen {
  readonly times: number;
  readonly failed: readonly Call[];
  readonly gaps: readonly (readonly Millis[])[];
  readonly obeys: boolean | null;
  readonly timeout: Millis | null;
  readonly policy: Policy;
}

function wordsOf({ times, failed, gaps, obeys, timeout, policy }: Seen): readonly string[] {
  const few = gaps.slice(0, times).findIndex((rank) => rank.length < ENOUGH);
  const middle = (rank: readonly Millis[]): string =>
    `${Math.round(rank.toSorted((a, b) => a - b)[Math.floor(rank.length / 2)] ?? 0)} ms`;
  const { gate, budget } = policy;
  return [
    failed.length < ENOUGH
      ? `not shown well: only ${failed.length} calls failed for good; tries are taken to be ${times + 1}`
      : `tries: ${times + 1} for a call that fails (${failed.length} calls seen)`,
    ...(times === 0 ? [] : [`waits: ${gaps.slice(0, times).map(middle).join(', ')} in the median`]),
    ...(few >= 0 ? [`not shown well: fewer than ${ENOUGH} waits before retry ${few + 1}`] : []),
    obeys === null
      ? 'not shown: too few were told when to come back; Retry-After is taken to be ignored'
      : `Retry-After: ${obeys ? 'obeyed' : 'ignored'}`,
    timeout === null
      ? 'not shown: the app hung up on hardly anything; it is taken to have no timeout'
      : `timeout: about ${Math.round(timeout)} ms`,
    gate.kind === 'breaker'
      ? `breaker: opens after about ${gate.failures} failures, asks again every ${Math.round(gate.reset)} ms`
      : 'breaker: none was seen',
    budget.kind === 'request-funded'
      ? `budget: retries dry up, to ${budget.ratio.toFixed(2)} a request`
      : 'budget: none was seen',
  ];
}
