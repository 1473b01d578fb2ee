/** Worlds whose answers arithmetic knows beforehand: data for `brownout selftest`. */
import type { RunRecord } from '../../model/record.js';
import type { Policy } from '../policy.js';
import type { Shape } from './plan.js';

export interface KnownWorld {
  /** Of the table of known answers: `K2`. */
  readonly id: string;
  readonly title: string;
  readonly shape: Omit<Shape, 'title' | 'seed'>;
  readonly policy: Policy;
  readonly answers: readonly KnownAnswer[];
}

export interface KnownAnswer {
  readonly what: string;
  readonly from: Source;
  /** `at-most` and `at-least` hold in every run, `equals` in the mean of all. */
  readonly is: 'equals' | 'at-most' | 'at-least';
  readonly expected: number;
  /** How far the closed form itself may be off, where it is an approximation. */
  readonly give: number;
  /** How far one run strays by chance, where arithmetic knows; null leaves it to the runs to show. */
  readonly deviation: number | null;
  /** True where a machine that is too busy may move it: a time, or what hangs on one. */
  readonly timed: boolean;
}

export type Source =
  | {
      readonly kind: 'measure';
      readonly id: string;
      readonly quantile: number | null;
      readonly phase: string | null;
    }
  /** Counted from the rows; null where they don't say. */
  | { readonly kind: 'rows'; count(record: RunRecord): number | null }
  /** The lowest ceiling that is reached; 100 where none is. */
  | { readonly kind: 'ceiling' }
  | { readonly kind: 'score' }
  /** 1 where the run bears no grade because the app was not healthy before. */
  | { readonly kind: 'invalid' };

/** What chance has no part in: every run has to give it, not only the mean of all. */
export const CERTAIN = { deviation: 0 };

type Told = Partial<Pick<KnownAnswer, 'is' | 'give' | 'deviation' | 'timed'>>;

/** Of a measure on the shelf, in the outage. */
export function measured(
  id: string,
  expected: number,
  told: Told & { quantile?: number; phase?: string } = {},
): KnownAnswer {
  const { quantile = null, phase = 'outage' } = told;
  const what = quantile === null ? id : `${id}.p${quantile * 100}`;
  return { what, from: { kind: 'measure', id, quantile, phase }, expected, ...how(told) };
}

export function counted(
  what: string,
  expected: number,
  count: (record: RunRecord) => number | null,
  told: Told = {},
): KnownAnswer {
  return { what, from: { kind: 'rows', count }, expected, ...how(told) };
}

export function judged(
  kind: 'ceiling' | 'score' | 'invalid',
  expected: number,
  told: Told = {},
): KnownAnswer {
  return { what: kind, from: { kind }, expected, ...how(told) };
}

function how({ is = 'equals', give = 0, deviation = null, timed = false }: Told): Required<Told> {
  return { is, give, deviation, timed };
}
