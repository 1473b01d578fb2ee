/** Numbers that a known answer needs and no measure gives, counted from the rows of a run. */
import { fateOf } from '../../catalog/faults/fate.js';
import { herdsOf, retryStarts } from '../../catalog/measures/derived/herd.js';
import { synchronyOf } from '../../catalog/measures/derived/synchrony.js';
import { backlogOf } from '../../catalog/measures/derived/backlog.js';
import { fullestSecond } from '../../catalog/measures/derived/calls.js';
import { gapsOf } from '../../catalog/measures/derived/gaps.js';
import { peakOf } from '../../catalog/measures/derived/load.js';
import { viewOf } from '../../catalog/measures/view.js';
import { randomOf } from '../../kit/random.js';
import type { AttemptRow, ResponseRow } from '../../model/event.js';
import type { RunRecord } from '../../model/record.js';
import type { Millis } from '../../model/units.js';

export function dueInOutage({ responses }: RunRecord): readonly ResponseRow[] {
  return responses.filter(({ phase, cohort }) => phase === 'outage' && cohort === null);
}

/** Attempts for users who came in the outage. */
export function causedInOutage(record: RunRecord): readonly AttemptRow[] {
  const users = new Set(dueInOutage(record).map(({ inbound }) => inbound));
  return record.attempts.filter(({ inbound }) => inbound !== null && users.has(inbound));
}

/** Users whose tries are not those that their drawn fates ask for; the first window alone fails them. */
export function strayed(record: RunRecord, retries: number): number {
  const { windows, upstreams, seed } = record.plan;
  const [window, upstream] = [windows[0], upstreams[0]?.name ?? ''];
  const tried = new Map<number | null, number>();
  for (const { inbound } of record.attempts) tried.set(inbound, (tried.get(inbound) ?? 0) + 1);
  const isHit = (inbound: number, attempt: number): boolean =>
    window !== undefined &&
    fateOf(seed, { inbound, upstream, attempt, window: window.id }) < window.share.from;
  return dueInOutage(record).filter(({ inbound }) => {
    let tries = 1;
    while (tries <= retries && isHit(inbound, tries)) tries += 1;
    return tried.get(inbound) !== tries;
  }).length;
}

export function retriesInOutage(record: RunRecord): number {
  return causedInOutage(record).filter(({ ordinal }) => ordinal > 1).length;
}

/** From due to the end, of those who failed. */
export function waitsOf(record: RunRecord): readonly Millis[] {
  return dueInOutage(record)
    .filter(({ class: got }) => got !== 'full' && got !== 'alt')
    .map(({ due, ended }) => ended - due);
}

/** Null where nobody failed. */
export function meanWait(record: RunRecord): number | null {
  return meanOf(waitsOf(record));
}

/** From the end of an attempt until the retry of that rank. */
export function waitsBefore(record: RunRecord, rank: number): readonly Millis[] {
  return [...gapsOf(viewOf(record), { phase: 'outage' })]
    .filter((gap) => gap.rank === rank)
    .map(({ length }) => length);
}

/** The fullest second of calls, as `peak-load` takes it, over that of the users. */
export function crowding(record: RunRecord): number | null {
  const view = viewOf(record);
  const outage = view.phases('outage')[0];
  if (outage === undefined) return null;
  const users = fullestSecond(view.dues(), outage.opens, outage.closes).count;
  return users === 0 ? null : peakOf(view, 'outage', null).count / users;
}

export function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Index of dispersion of arrivals in bins of 100 ms: 1 for users who know nothing of each other. */
export function dispersion({ plan, responses }: RunRecord, by: 'due' | 'sent' = 'due'): number | null {
  const closes = plan.phases.at(-1)?.closes ?? 0;
  const bins = new Float64Array(Math.floor(closes / 100));
  for (const row of responses) {
    const bin = Math.floor((row[by] ?? row.due) / 100);
    if (bin < bins.length) bins[bin] = (bins[bin] ?? 0) + 1;
  }
  const mean = meanOf([...bins]);
  if (mean === null || mean === 0 || bins.length < 2) return null;
  return bins.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (bins.length - 1) / mean;
}

export function openedAt({ plan }: RunRecord): Millis {
  return plan.windows[0]?.opens ?? 0;
}

/** Since the fault began, until the last failure before somebody is answered without having been asked for. */
export function timeToOpen(record: RunRecord): Millis | null {
  const asked = new Set(record.attempts.map(({ inbound }) => inbound));
  const shut = Math.min(...dueInOutage(record).flatMap((row) => (asked.has(row.inbound) ? [] : [row.ended])));
  const failures = record.attempts
    .filter(({ outcome, ended }) => outcome !== 'ok' && ended >= openedAt(record) && ended <= shut)
    .map(({ ended }) => ended);
  return shut === Infinity || failures.length === 0 ? null : Math.max(...failures) - openedAt(record);
}

/** Attempts that a fault shaped. */
export function attemptsHurt({ attempts }: RunRecord): number {
  return attempts.filter(({ faults }) => faults.length > 0).length;
}

/** Users of the recovery who got nothing. */
export function failedAfter({ responses }: RunRecord): number {
  return responses.filter(({ phase, class: got }) => phase === 'recovery' && got !== 'full').length;
}

export function mostAtOnce(record: RunRecord): number {
  return backlogOf(record.attempts).peak(0, Infinity);
}

/** Attempts that go on when their user has the answer. */
export function outlived({ responses, attempts }: RunRecord): number {
  const ends = new Map(responses.map(({ inbound, ended }) => [inbound, ended]));
  return attempts.filter(({ inbound, ended }) => ended > (ends.get(inbound ?? -1) ?? Infinity)).length;
}

/** How long after the end of the fault the provider was asked again. */
export function firstAskedAfter(record: RunRecord): Millis | null {
  const closes = record.plan.windows[0]?.closes ?? 0;
  const started = record.attempts.map((row) => row.started).filter((at) => at >= closes);
  return started.length === 0 ? null : Math.min(...started) - closes;
}

/** Share of the pairs of a cohort whose retries of one rank came within 100 ms. */
export function synchronyAt(record: RunRecord, rank: number): number | null {
  const herd = herdsOf(viewOf(record), {})[0];
  return herd === undefined ? null : synchronyOf(retryStarts(herd, rank), randomOf(1)).value;
}

/** Of the members of the cohort, from their failure until they come back. */
export function firstGap({ plan, attempts }: RunRecord): number | null {
  const first = plan.cohorts[0]?.firstInbound ?? Infinity;
  const ends = new Map<number, number>();
  for (const { inbound, ordinal, ended } of attempts)
    if (inbound !== null && inbound >= first && ordinal === 1) ends.set(inbound, ended);
  return meanOf(
    attempts.flatMap(({ inbound, ordinal, started }) => {
      const before = ordinal === 2 ? ends.get(inbound ?? -1) : undefined;
      return before === undefined ? [] : [started - before];
    }),
  );
}

/** Users of whom only one is so: their calls failed, or they were shown what was kept from them. */
export function unleaked(record: RunRecord): number {
  const failed = new Set(
    causedInOutage(record).flatMap((row) => (row.outcome === 'ok' ? [] : [row.inbound])),
  );
  return dueInOutage(record).filter((row) => failed.has(row.inbound) !== (row.class === 'raw-error')).length;
}

/** Users and calls that don't add up, by the counts of the run and by its own accounts. */
export function lostIn({ facts: { counts, checks } }: RunRecord): number {
  const { complete, aborted, refused, reset, deadline, censored, unsent } = counts;
  const ended = complete + aborted + refused + reset + deadline + censored + unsent;
  const broken = checks.filter(({ id, ok }) => !ok && (id === 'conservation' || id === 'calls'));
  return Math.abs(counts.scheduled - ended) + broken.length;
}
