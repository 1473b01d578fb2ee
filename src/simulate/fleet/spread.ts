/** What differs from draw to draw: the middle, and what nine of ten lie between. */
import { rankOf } from '../../kit/statistics.js';
import type { Fit } from './fit.js';

export interface Spread {
  readonly middle: number;
  readonly low: number;
  readonly high: number;
}

export interface FitSpread {
  readonly what: string;
  readonly unit: 'tries' | 'ms' | 'failures' | 'a request';
  readonly spread: Spread;
  /** In how many of the draws it was there at all. */
  readonly share: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[rankOf(share, sorted.length) - 1] ?? 0;
  return { middle: at(0.5), low: at(0.05), high: at(0.95) };
}

/** Of each number that was fitted; what no draw showed is left out. */
export function fitSpreads(fits: readonly Fit[]): readonly FitSpread[] {
  const most = Math.max(0, ...fits.map(({ policy }) => policy.retry.times));
  const waits = Array.from({ length: most }, (_, rank) => ({
    what: `wait before retry ${rank + 1}`,
    unit: 'ms' as const,
    of: ({ policy }: Fit): number | null => waitOf(policy, rank),
  }));
  return [
    { what: 'tries', unit: 'tries' as const, of: ({ policy }: Fit): number | null => policy.retry.times + 1 },
    ...waits,
    ...REST,
  ].flatMap(({ what, unit, of }) => {
    const seen = fits.map(of).filter((value) => value !== null);
    return seen.length === 0
      ? []
      : [{ what, unit, spread: spreadOf(seen), share: seen.length / fits.length }];
  });
}

const REST: readonly {
  readonly what: string;
  readonly unit: FitSpread['unit'];
  readonly of: (fit: Fit) => number | null;
}[] = [
  { what: 'timeout', unit: 'ms', of: ({ policy }) => policy.timeout?.after ?? null },
  {
    what: 'breaker opens after',
    unit: 'failures',
    of: ({ policy: { gate } }) => (gate.kind === 'breaker' ? gate.failures : null),
  },
  {
    what: 'breaker asks again after',
    unit: 'ms',
    of: ({ policy: { gate } }) => (gate.kind === 'breaker' ? gate.reset : null),
  },
  {
    what: 'budget of retries',
    unit: 'a request',
    of: ({ policy: { budget } }) => (budget.kind === 'request-funded' ? budget.ratio : null),
  },
];

/** The median of what was measured; null where this draw made no such retry. */
function waitOf({ retry }: Fit['policy'], rank: number): number | null {
  if (rank >= retry.times || retry.wait.kind !== 'measured') return null;
  const quantiles = retry.wait.quantiles[rank] ?? [];
  return quantiles[Math.floor(quantiles.length / 2)] ?? null;
}
