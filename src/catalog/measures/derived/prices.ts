/** List prices, as their vendors published them at a date. They change; the date says how old a sum is. */
import { matchesGlob } from '../../faults/glob.js';

export interface PriceRow {
  /** A glob over the model that a call asked for. */
  readonly model: string;
  /** US dollars for a million tokens. */
  readonly input: number;
  readonly output: number;
  /** Year and month in which it was read. */
  readonly asOf: string;
}

/** The first row that matches holds. Neither cached input nor batches are told apart. */
export const prices: readonly PriceRow[] = [
  { model: 'claude-opus-4-7*', input: 5, output: 25, asOf: '2026-03' },
  { model: 'claude-opus-4-6*', input: 5, output: 25, asOf: '2026-02' },
  { model: 'claude-opus-4-5*', input: 5, output: 25, asOf: '2026-02' },
  { model: 'claude-opus-4-1*', input: 15, output: 75, asOf: '2026-02' },
  { model: 'claude-opus-4-0', input: 15, output: 75, asOf: '2026-02' },
  { model: 'claude-opus-4-20250514', input: 15, output: 75, asOf: '2026-02' },
  { model: 'claude-sonnet-4-6*', input: 3, output: 15, asOf: '2026-02' },
  { model: 'claude-sonnet-4-5*', input: 3, output: 15, asOf: '2026-02' },
  { model: 'claude-sonnet-4-0', input: 3, output: 15, asOf: '2026-02' },
  { model: 'claude-sonnet-4-20250514', input: 3, output: 15, asOf: '2026-02' },
  { model: 'claude-3-7-sonnet-*', input: 3, output: 15, asOf: '2026-02' },
  { model: 'claude-haiku-4-5*', input: 1, output: 5, asOf: '2026-02' },
  { model: 'claude-3-5-haiku-*', input: 0.8, output: 4, asOf: '2026-02' },
  { model: 'claude-3-haiku-*', input: 0.25, output: 1.25, asOf: '2026-02' },
  { model: 'gpt-5.4', input: 2.5, output: 15, asOf: '2026-04' },
  { model: 'gpt-5.4-mini', input: 0.75, output: 4.5, asOf: '2026-04' },
  { model: 'gpt-5.4-nano', input: 0.2, output: 1.25, asOf: '2026-04' },
  { model: 'gpt-5.2', input: 1.75, output: 14, asOf: '2026-04' },
  { model: 'gpt-5.1', input: 1.25, output: 10, asOf: '2026-04' },
  { model: 'gpt-5', input: 1.25, output: 10, asOf: '2026-04' },
  { model: 'gpt-5-mini', input: 0.25, output: 2, asOf: '2026-04' },
  { model: 'gpt-4.1', input: 2, output: 8, asOf: '2026-06' },
  { model: 'gpt-4.1-mini', input: 0.4, output: 1.6, asOf: '2026-06' },
  { model: 'text-embedding-3-small', input: 0.02, output: 0, asOf: '2026-06' },
];

export function priceOf(model: string): PriceRow | undefined {
  return prices.find((row) => matchesGlob(row.model, model));
}

/** From the oldest to the newest row: "2026-02 to 2026-06". */
export function pricedAt(): string {
  const dates = prices.map(({ asOf }) => asOf).sort();
  return `${dates[0] ?? ''} to ${dates.at(-1) ?? ''}`;
}
