/** Numbers that a known answer needs and no measure gives, counted from the rows of a run. */
import { fateOf } from '../../catalog/faults/fate.js';
import { herdsOf, retryStarts } from '../../catalog/measures/herd.js';
import { synchronyOf } from '../../catalog/measures/synchrony.js';
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

/** From due to the end, of those who failed; null where nobody did. */
export function meanWait(record: RunRecord): number | null {
  const waits = dueInOutage(record)
    .filter(({ class: got }) => got !== 'full' && got !== 'alt')
    .map(({ due, ended }) => ended - due);
  return meanOf(waits);
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

/** Since the fault began, the `count`-th failed attempt. */
export function timeOfFailure(record: RunRecord, count: number): Millis | null {
  const failed = record.attempts
    .filter(({ outcome, ended }) => outcome !== 'ok' && ended >= openedAt(record))
    .map(({ ended }) => ended)
    .sort((a, b) => a - b)[count - 1];
  return failed === undefined ? null : failed - openedAt(record);
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

/** Users and calls that don't add up, by the counts of the run and by its own accounts. */
export function lostIn({ facts: { counts, checks } }: RunRecord): number {
  const { complete, aborted, refused, reset, deadline, censored, unsent } = counts;
  const ended = complete + aborted + refused + reset + deadline + censored + unsent;
  const broken = checks.filter(({ id, ok }) => !ok && (id === 'conservation' || id === 'calls'));
  return Math.abs(counts.scheduled - ended) + broken.length;
}
