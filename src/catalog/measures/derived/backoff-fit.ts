/**
 * The law behind the waits between tries, told from their ends and their middle, retry by retry: of an even
 * law 30 values show the width to within 7 %.
 */
import type { Millis, Ratio } from '../../../model/units.js';
import { rankOf } from '../../../kit/statistics.js';
import { clients, delayOf, type ClientRow } from './client-table.js';
import type { Gap } from './gaps.js';

export interface BackoffFit {
  /** Retry by retry; never empty. */
  readonly ranks: readonly RankFit[];
  readonly growth: Growth;
  /** Shortest wait over the longest, in the retry where they are nearest to each other: 1 has no jitter. */
  readonly ratio: Ratio;
  readonly jitter: 'none' | 'quarter' | 'half' | 'full' | 'other';
  /** The wait that it doesn't exceed, where one was seen. */
  readonly longest: Millis | null;
  /** Share of the waits after a Retry-After that kept to it; null where too few were asked. */
  readonly asAsked: Ratio | null;
  /** False: nearly every wait was asked for, so the law is the provider's. */
  readonly isOwn: boolean;
  /** The nearest row of the table; null where none is near. */
  readonly looksLike: ClientRow | null;
}

export type Growth =
  | { readonly kind: 'at-once' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'fixed' }
  | { readonly kind: 'linear'; readonly step: Millis }
  | { readonly kind: 'exponential'; readonly factor: number };

export interface RankFit {
  readonly rank: number;
  readonly count: number;
  readonly least: Millis;
  readonly middle: Millis;
  readonly most: Millis;
}

const FEWEST = 10;

/** Null where too few retries were seen. Waits that a provider asked for tell nothing of the app's own law. */
export function fitBackoff(gaps: Iterable<Gap>): BackoffFit | null {
  const [own, others] = [new Waits(), new Waits()];
  let kept = 0;
  for (const gap of gaps) {
    (gap.asked === null ? own : others).add(gap.rank, gap.length);
    if (isAsAsked(gap)) kept += 1;
  }
  const asAsked = others.count < FEWEST ? null : kept / others.count;
  const isOwn = own.count >= FEWEST;
  const ranks = isOwn ? own.ranks() : others.and(own).ranks();
  if (ranks.length === 0) return null;
  const growth = growthOf(ranks);
  const ratio = Math.max(...ranks.map(({ least, most }) => (most === 0 ? 1 : least / most)));
  return {
    ranks,
    growth,
    ratio,
    asAsked,
    jitter: jitterOf(ratio),
    longest: longestOf(ranks),
    isOwn,
    looksLike: growth.kind === 'at-once' || !isOwn ? null : nearest(ranks),
  };
}

function isAsAsked({ asked, length }: Gap): boolean {
  return asked !== null && Math.abs(length - asked) <= Math.max(50, 0.02 * asked);
}

/** Their lengths, by the retry that they were before. */
class Waits {
  count = 0;
  private readonly byRank = new Map<number, Millis[]>();

  add(rank: number, length: Millis): void {
    this.count += 1;
    const lengths = this.byRank.get(rank);
    if (lengths === undefined) this.byRank.set(rank, [length]);
    else lengths.push(length);
  }

  and(others: Waits): this {
    for (const [rank, lengths] of others.byRank) for (const length of lengths) this.add(rank, length);
    return this;
  }

  ranks(): readonly RankFit[] {
    const fits: RankFit[] = [];
    for (let rank = 1; (this.byRank.get(rank)?.length ?? 0) >= FEWEST; rank += 1)
      fits.push(rankFit(rank, this.byRank.get(rank) ?? []));
    return fits;
  }
}

function rankFit(rank: number, lengths: readonly number[]): RankFit {
  const sorted = Float64Array.from(lengths).sort();
  const at = (share: number): number => sorted[rankOf(share, sorted.length) - 1] ?? 0;
  return { rank, count: sorted.length, least: at(0.02), middle: at(0.5), most: at(0.98) };
}

const AT_ONCE = 20;

function growthOf(ranks: readonly RankFit[]): Growth {
  if (ranks.every(({ middle }) => middle < AT_ONCE)) return { kind: 'at-once' };
  const rising = ranks.slice(0, ranks.length - flatEnd(ranks));
  const steps = rising.length < 2 ? ranks : rising;
  if (steps.length < 2) return { kind: 'unknown' };
  const factor = Math.exp(lineOf(steps.map(({ rank, most }) => [rank, Math.log(Math.max(1, most))])).slope);
  if (Math.abs(factor - 1) < 0.1) return { kind: 'fixed' };
  const line = lineOf(steps.map(({ rank, most }) => [rank, most]));
  const isLinear = steps.length > 2 && missOfLine(steps, line) < missOfPower(steps, factor);
  return isLinear ? { kind: 'linear', step: line.slope } : { kind: 'exponential', factor };
}

/** How many at the end don't grow any more, the last but one excluded: a single flat step is no plateau. */
function flatEnd(ranks: readonly RankFit[]): number {
  let flat = 0;
  for (let index = ranks.length - 1; index > 0; index -= 1) {
    const [before, here] = [ranks[index - 1]?.most ?? 0, ranks[index]?.most ?? 0];
    if (here > before * 1.1) break;
    flat += 1;
  }
  return flat;
}

function longestOf(ranks: readonly RankFit[]): Millis | null {
  const flat = flatEnd(ranks);
  return flat === 0 || flat >= ranks.length - 1 ? null : (ranks.at(-1)?.most ?? null);
}

interface Line {
  readonly slope: number;
  readonly start: number;
}

function lineOf(points: readonly (readonly [number, number])[]): Line {
  const count = points.length;
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / count;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / count;
  const over = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  const under = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  const slope = under === 0 ? 0 : over / under;
  return { slope, start: meanY - slope * meanX };
}

// Both laws have two free numbers, so the smaller miss decides without a penalty.
function missOfLine(ranks: readonly RankFit[], { slope, start }: Line): number {
  return ranks.reduce((sum, { rank, most }) => sum + (1 - (start + slope * rank) / most) ** 2, 0);
}

function missOfPower(ranks: readonly RankFit[], factor: number): number {
  const logs = ranks.map(({ rank, most }) => Math.log(most) - rank * Math.log(factor));
  const start = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  return ranks.reduce((sum, { rank, most }) => sum + (1 - (Math.exp(start) * factor ** rank) / most) ** 2, 0);
}

function jitterOf(ratio: Ratio): BackoffFit['jitter'] {
  if (ratio > 0.97) return 'none';
  if (ratio >= 0.68 && ratio <= 0.82) return 'quarter';
  if (ratio >= 0.43 && ratio <= 0.57) return 'half';
  return ratio < 0.12 ? 'full' : 'other';
}

const NEAR = 0.12;

function nearest(ranks: readonly RankFit[]): ClientRow | null {
  const tries = ranks.length + 1;
  const rows = clients
    .filter(({ attempts }) => attempts === tries)
    .map((client) => ({ client, miss: missOf(client, ranks) }))
    .sort((a, b) => a.miss - b.miss);
  const [best] = rows;
  return best !== undefined && best.miss < NEAR ? best.client : null;
}

/** Mean distance of both ends and the middle, in parts of the longest wait. */
function missOf(client: ClientRow, ranks: readonly RankFit[]): number {
  const misses = ranks.map(({ rank, least, middle, most }) => {
    const { low, high } = delayOf(client, rank);
    const width = high - low;
    const wanted = [low + 0.02 * width, low + 0.5 * width, low + 0.98 * width];
    const seen = [least, middle, most];
    return wanted.reduce((sum, want, index) => sum + Math.abs((seen[index] ?? 0) - want), 0) / 3 / high;
  });
  return misses.reduce((sum, miss) => sum + miss, 0) / misses.length;
}
