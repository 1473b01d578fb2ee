/** Parameters that several faults share, as authors write them and as a plan keeps them. */
import { z } from 'zod';
import type { RetryAfter } from '../../model/llm.js';
import type { Millis, Range } from '../../model/units.js';
import {
  duration,
  expecting,
  parseCountRange,
  parseDuration,
  parseFactor,
  parseRange,
  parseShare,
  positiveDuration,
  quantity,
} from '../quantities.js';
import type { Written } from '../quantities.js';

/** A place in an answer: after so many tokens, or after a share of them; drawn where the ends differ. */
export interface TokenPlace {
  readonly of: 'tokens' | 'answer';
  readonly low: number;
  readonly high: number;
}

/** How much slower: a multiple of the healthy pace, or a time on top of it. */
export type Slowness =
  | { readonly kind: 'factor'; readonly factor: number }
  | { readonly kind: 'extra'; readonly low: Millis; readonly high: Millis };

export const HALFWAY = '50%';

/** A day, as Azure has said to those who used theirs up (`retry-after: 86400`). */
const ABSURD: Millis = 86_400_000;

export const A_RETRY_AFTER =
  'when to come back, such as 5s, { milliseconds: 150ms }, { date: 5s }, { raw: "soon" }, absurd or absent';

export const tokenPlace: z.ZodType<TokenPlace, Written> = quantity(
  parsePlace,
  'a place in the answer, such as 12, 5..40 (tokens) or 50%',
);

export const slowness: z.ZodType<Slowness, Written> = quantity(
  parseSlowness,
  'a factor above 1 or a time to add, such as 8x, 2s or 1s..3s',
);

export const retryAfter: z.ZodType<RetryAfter> = z
  .union(
    [
      quantity(parseRetryAfter, A_RETRY_AFTER),
      z
        .strictObject({ milliseconds: positiveDuration })
        .transform((it): RetryAfter => ({ kind: 'milliseconds', ms: it.milliseconds })),
      z.strictObject({ date: duration }).transform((it): RetryAfter => ({ kind: 'date', ms: it.date })),
      z
        .strictObject({ raw: z.string().describe('The value of the header, to the letter.') })
        .transform((it): RetryAfter => ({ kind: 'raw', text: it.raw })),
    ],
    expecting(A_RETRY_AFTER),
  )
  .meta({ description: A_RETRY_AFTER });

export const message: z.ZodType<string | null, string | null | undefined> = z
  .string()
  .nullable()
  .prefault(null)
  .describe("Replaces the vendor's own words. By default they stay.");

export function statusBetween(low: number, high: number, example: number): z.ZodType<number, number> {
  const says = expecting(`a status from ${low} to ${high}, such as ${example}`);
  return z.int(says).min(low, says).max(high, says);
}

/** One of the few statuses that a fault can have. */
export function statusAmong<const S extends number>(statuses: readonly S[]): z.ZodType<S, S> {
  return z.literal(statuses, expecting(`one of ${statuses.join(', ')}`));
}

function parsePlace(written: Written): TokenPlace | null {
  const tokens = parseCountRange(written);
  if (tokens !== null) return { of: 'tokens', ...tokens };
  const shares = parseRange(written, parsePercent);
  return shares === null || shares.high > 1 ? null : { of: 'answer', ...shares };
}

/** 0.5 might be meant as half a token, so a share of an answer has its sign. */
function parsePercent(written: Written): number | null {
  return typeof written === 'string' && written.includes('%') ? parseShare(written) : null;
}

function parseSlowness(written: Written): Slowness | null {
  const factor = parseFactor(written);
  if (factor !== null) return factor > 1 ? { kind: 'factor', factor } : null;
  const extra: Range | null = parseRange(written, parseDuration);
  return extra === null || extra.high === 0 ? null : { kind: 'extra', ...extra };
}

/** The header counts in whole seconds; what is finer needs `milliseconds`. */
function parseRetryAfter(written: Written): RetryAfter | null {
  if (written === 'absent') return { kind: 'absent' };
  if (written === 'absurd') return { kind: 'seconds', ms: ABSURD };
  const ms = parseDuration(written);
  return ms === null || ms % 1000 !== 0 ? null : { kind: 'seconds', ms };
}
