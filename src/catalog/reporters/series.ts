/** Rows, binned for the pictures. Peaks are taken before binning, so that no bin hides one. */
import type { RunRecord } from '../../model/record.js';
import { isUser } from './counts.js';
import { deadlines, DRAWN, drawnOf, isInTime, type DrawnId } from './drawn.js';

const WIDTHS = [100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 300_000, 900_000];

export interface Series {
  readonly length: number;
  readonly width: number;
  /** One entry a bin: how many users got what. */
  readonly outcomes: readonly Readonly<Record<DrawnId, number>>[];
  /** Users that needed the model, and those of them that got an answer in time. */
  readonly asked: readonly number[];
  readonly inTime: readonly number[];
  readonly upstreams: readonly UpstreamSeries[];
}

export interface UpstreamSeries {
  readonly name: string;
  readonly first: readonly number[];
  readonly retries: readonly number[];
  readonly calls: number;
  /** Most attempts in one second, and when. */
  readonly peak: { readonly perSecond: number; readonly at: number };
}

export function seriesOf(record: RunRecord, mostBins: number): Series {
  const length = record.plan.phases.at(-1)?.closes ?? 0;
  const width = WIDTHS.find((candidate) => length / candidate <= mostBins) ?? 900_000;
  const bins = Math.max(1, Math.ceil(length / width));
  const outcomes = Array.from({ length: bins }, emptyCounts);
  const asked = new Array<number>(bins).fill(0);
  const inTime = new Array<number>(bins).fill(0);
  const limits = deadlines(record.plan.journeys);
  const needing = new Set(record.plan.journeys.filter((journey) => journey.needsModel).map((j) => j.name));
  for (const row of record.responses) {
    if (!isUser(row)) continue;
    if (!needing.has(row.journey)) continue;
    const bin = Math.min(bins - 1, Math.max(0, Math.floor(row.due / width)));
    const drawn = drawnOf(row, limits.get(row.journey) ?? Infinity);
    const counts = outcomes[bin];
    if (counts !== undefined) counts[drawn] += 1;
    asked[bin] = (asked[bin] ?? 0) + 1;
    if (isInTime(drawn)) inTime[bin] = (inTime[bin] ?? 0) + 1;
  }
  return { length, width, outcomes, asked, inTime, upstreams: upstreamSeries(record, bins, width) };
}

function upstreamSeries(record: RunRecord, bins: number, width: number): readonly UpstreamSeries[] {
  return record.plan.upstreams.map(({ name }) => {
    const first = new Array<number>(bins).fill(0);
    const retries = new Array<number>(bins).fill(0);
    const perSecond = new Map<number, number>();
    let calls = 0;
    for (const row of record.attempts) {
      if (row.upstream !== name || row.started < 0) continue;
      const bin = Math.floor(row.started / width);
      const second = Math.floor(row.started / 1000);
      calls += 1;
      perSecond.set(second, (perSecond.get(second) ?? 0) + 1);
      const into = row.ordinal > 1 ? retries : first;
      if (bin < bins) into[bin] = (into[bin] ?? 0) + 1;
    }
    return { name, first, retries, calls, peak: peakOf(perSecond) };
  });
}

function peakOf(perSecond: ReadonlyMap<number, number>): UpstreamSeries['peak'] {
  let peak = { perSecond: 0, at: 0 };
  for (const [second, calls] of perSecond) {
    if (calls > peak.perSecond) peak = { perSecond: calls, at: second * 1000 };
  }
  return peak;
}

function emptyCounts(): Record<DrawnId, number> {
  return Object.fromEntries(DRAWN.map(({ id }) => [id, 0])) as Record<DrawnId, number>;
}
