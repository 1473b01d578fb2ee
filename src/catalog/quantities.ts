/**
 * Quantities as an author writes them: `5s`, `300ms ± 20%`, `60%`, `20/s`, `20KB/s`, `8x`. A parser gives null
 * for what it can't read; the schema of the same name says what was expected, with an example.
 */
import type { z } from 'zod';
import { quantity, type Parse, type Written } from './quantity.js';
import type { Rate } from '../model/scenario.js';
import type { Millis, Range, Ratio } from '../model/units.js';
import {
  countLook,
  durationLook,
  durationRangeLook,
  perSecondLook,
  perSecondRangeLook,
  positiveCountLook,
  rateLook,
  shareLook,
} from './quantity-patterns.js';

export { expecting, quantity, type Written } from './quantity.js';

const NUMBER = String.raw`(\d+(?:\.\d+)?|\.\d+)`;
const UNIT_MS = {
  us: 0.001,
  µs: 0.001,
  μs: 0.001,
  ms: 1,
  s: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
} as const;
/** A thousand of each, as networks count; the ones with an `i` are the binary ones. */
const UNIT_BYTES = { B: 1, KB: 1e3, MB: 1e6, GB: 1e9, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 } as const;
const PER_SECOND = { s: 1, sec: 1, second: 1, m: 60, min: 60, minute: 60, h: 3600, hour: 3600 } as const;

/** Timers of Node overflow at 24.8 days and then fire at once. */
const LONGEST: Millis = 20 * 24 * UNIT_MS.h;

const DURATION_PART = new RegExp(String.raw`${NUMBER}\s*(us|µs|μs|ms|s|min|m|h)\s*`, 'y');
const PLAIN = new RegExp(`^${NUMBER}$`);
const PERCENT = new RegExp(String.raw`^${NUMBER}\s*%$`);
const FACTOR = new RegExp(String.raw`^${NUMBER}\s*[x×]$`, 'i');
const PER = new RegExp(String.raw`^${NUMBER}\s*(?:\/|per)\s*(s|sec|second|m|min|minute|h|hour)$`);
const OF_CAPACITY = /^(.+?)\s+of\s+capacity$/;
const BYTES = new RegExp(String.raw`^${NUMBER}\s*(B|[KMG]i?B)(?:ytes)?$`, 'i');
const BYTES_PER_SECOND = /^(.+?)\s*(?:\/\s*s(?:ec|econd)?|\s+per\s+s(?:ec|econd)?)$/;
const SPREAD = /^(.+?)\s*(?:±|\+\/-|\+-)\s*(.+)$/;
const BETWEEN = /^(.+?)\s*\.\.\s*(.+)$/;

/** `5s`, `300ms`, `1m`, `1m30s`, `2h`. A number without a unit is not a duration. */
export function parseDuration(written: Written, longest: Millis = LONGEST): Millis | null {
  if (typeof written === 'number') return null;
  const text = written.trim();
  let total = 0;
  let next = 0;
  let last = Infinity;
  while (next < text.length) {
    DURATION_PART.lastIndex = next;
    const part = DURATION_PART.exec(text);
    const unit = UNIT_MS[part?.[2] as keyof typeof UNIT_MS] as number | undefined;
    // The larger unit first, and each once: 5s5s is a slip.
    if (part === null || unit === undefined || unit >= last) return null;
    total += Number(part[1]) * unit;
    last = unit;
    next = DURATION_PART.lastIndex;
  }
  return next === 0 || total > longest ? null : roundMicros(total);
}

/** `60%` or 0.6. */
export function parseShare(written: Written): Ratio | null {
  const percent = numberIn(PERCENT, written);
  const share = percent === null ? parseNumber(written) : Number((percent / 100).toPrecision(15));
  return share !== null && share <= 1 ? share : null;
}

/** `8x`. */
export function parseFactor(written: Written): number | null {
  const factor = numberIn(FACTOR, written);
  return factor !== null && factor > 0 ? factor : null;
}

/** A whole number from 0. */
export function parseCount(written: Written): number | null {
  const count = parseNumber(written);
  return count !== null && Number.isSafeInteger(count) ? count : null;
}

/** A number from 0, with or without decimals. */
export function parseNumber(written: Written): number | null {
  if (typeof written === 'number') return Number.isFinite(written) && written >= 0 ? written : null;
  return numberIn(PLAIN, written);
}

/** `80/s`, `1200/min`: as so many a second. */
export function parsePerSecond(written: Written): number | null {
  const match = PER.exec(String(written).trim());
  if (match === null) return null;
  return Number(match[1]) / PER_SECOND[match[2] as keyof typeof PER_SECOND];
}

/** `4KB`, `16KiB`, `1.5MB`; without a unit it is bytes. */
export function parseBytes(written: Written): number | null {
  const bytes = withUnit(written) ?? parseNumber(written);
  return bytes !== null && Number.isSafeInteger(bytes) ? bytes : null;
}

/** `20KB/s`, `1MB/s`: in kilobytes a second, which is also what a number without a unit means. */
export function parseKilobytesPerSecond(written: Written): number | null {
  const match = typeof written === 'string' ? BYTES_PER_SECOND.exec(written.trim()) : null;
  const bytes = match?.[1] === undefined ? null : withUnit(match[1]);
  const rate = bytes === null ? parseNumber(written) : bytes / UNIT_BYTES.KB;
  return rate !== null && Number.isSafeInteger(rate) ? rate : null;
}

/** `20/s`, `1200/min` or `30% of capacity`. */
export function parseRate(written: Written): Rate | null {
  const ofCapacity = OF_CAPACITY.exec(String(written).trim());
  if (ofCapacity?.[1] !== undefined) {
    const share = parseShare(ofCapacity[1]);
    return share === null || share === 0 ? null : { kind: 'of-capacity', share };
  }
  const value = parsePerSecond(written);
  return value === null || value === 0 ? null : { kind: 'per-second', value };
}

/** One value, `200ms..400ms`, `300ms ± 20%` or `300ms ± 50ms`; `parse` reads the values. */
export function parseRange(written: Written, parse: Parse<number>): Range | null {
  const text = String(written).trim();
  const ends = BETWEEN.exec(text);
  if (ends?.[1] !== undefined && ends[2] !== undefined) return rangeOf(parse(ends[1]), parse(ends[2]));
  const spread = SPREAD.exec(text);
  if (spread?.[1] !== undefined && spread[2] !== undefined) {
    return spreadOf(parse(spread[1]), spread[2], parse);
  }
  const value = parse(written);
  return rangeOf(value, value);
}

/** A range of whole numbers: what a spread gives is rounded. */
export function parseCountRange(written: Written): Range | null {
  const range = parseRange(written, parseCount);
  return range === null ? null : { low: Math.round(range.low), high: Math.round(range.high) };
}

/** The shortest that reads back as the same duration: `300ms`, `1.5s`, `1m30s`. */
export function formatDuration(ms: Millis): string {
  const rounded = roundMicros(ms);
  if (rounded < UNIT_MS.s) return `${rounded}ms`;
  const hours = Math.floor(rounded / UNIT_MS.h);
  const minutes = Math.floor((rounded % UNIT_MS.h) / UNIT_MS.m);
  const seconds = roundMicros(rounded % UNIT_MS.m) / UNIT_MS.s;
  return (
    (hours > 0 ? `${hours}h` : '') +
    (minutes > 0 ? `${minutes}m` : '') +
    (seconds > 0 ? `${Number(seconds.toFixed(6))}s` : '')
  );
}

/** The largest unit that needs no decimals: `4KB`, `1500B`. */
export function formatBytes(bytes: number): string {
  const unit = (['GB', 'MB', 'KB'] as const).find(
    (each) => bytes >= UNIT_BYTES[each] && bytes % UNIT_BYTES[each] === 0,
  );
  return unit === undefined ? `${bytes}B` : `${bytes / UNIT_BYTES[unit]}${unit}`;
}

const A_DURATION = 'a duration with its unit, such as 300ms, 5s or 1m30s';

export const duration: z.ZodType<Millis, Written> = quantity(parseDuration, A_DURATION, durationLook);
export const positiveDuration: z.ZodType<Millis, Written> = quantity(
  positive(parseDuration),
  `${A_DURATION}, and longer than nothing`,
  durationLook,
);
export const share: z.ZodType<Ratio, Written> = quantity(
  parseShare,
  'a share from 0% to 100%, such as 60% or 0.6',
  shareLook,
);
export const factor: z.ZodType<number, Written> = quantity(parseFactor, 'a factor, such as 8x or 1.5x');
export const count: z.ZodType<number, Written> = quantity(
  parseCount,
  'a whole number from 0, such as 12',
  countLook,
);
export const positiveCount: z.ZodType<number, Written> = quantity(
  positive(parseCount),
  'a whole number from 1, such as 12',
  positiveCountLook,
);
export const rate: z.ZodType<Rate, Written> = quantity(
  parseRate,
  'a rate above zero, such as 20/s, 1200/min or 30% of capacity',
  rateLook,
);
/** 0 needs no unit: it is the same in all of them. */
export const wholeMillis: z.ZodType<Millis, Written> = quantity(
  (written) => wholeOf(orNothing(parseDuration)(written)),
  'a duration of whole milliseconds, such as 200ms or 5s',
);
/** In microseconds. */
export const wholeMicros: z.ZodType<number, Written> = quantity((written) => {
  const ms = orNothing(parseDuration)(written);
  return ms === null ? null : Math.round(ms * 1000);
}, 'a duration of whole microseconds, such as 500us or 10ms');
export const bytes: z.ZodType<number, Written> = quantity(
  parseBytes,
  'a number of bytes, such as 512, 4KB or 1MB',
);
export const kilobytesPerSecond: z.ZodType<number, Written> = quantity(
  parseKilobytesPerSecond,
  'a rate of whole kilobytes a second, such as 20KB/s or 1MB/s',
);
export const perSecond: z.ZodType<number, Written> = quantity(
  positive(parsePerSecond),
  'a rate above zero, such as 20/s or 1200/min',
  perSecondLook,
);
export const durationRange: z.ZodType<Range, Written> = quantity(
  (written) => parseRange(written, parseDuration),
  'a duration or a range of them, such as 300ms, 300ms ± 20% or 200ms..400ms',
  durationRangeLook,
);
export const countRange: z.ZodType<Range, Written> = quantity(
  parseCountRange,
  'a whole number or a range of them, such as 120, 120 ± 20% or 100..140',
);
export const perSecondRange: z.ZodType<Range, Written> = quantity(
  (written) => lowAboveZero(parseRange(written, parsePerSecond)),
  'a rate above zero or a range of them, such as 80/s, 80/s ± 20% or 60/s..100/s',
  perSecondRangeLook,
);

function rangeOf(low: number | null, high: number | null): Range | null {
  return low === null || high === null || low > high ? null : { low, high };
}

function spreadOf(middle: number | null, width: string, parse: Parse<number>): Range | null {
  if (middle === null) return null;
  const ofMiddle = width.includes('%') ? parseShare(width) : null;
  const reach = ofMiddle === null ? parse(width) : middle * ofMiddle;
  return reach === null || reach > middle ? null : { low: tidy(middle - reach), high: tidy(middle + reach) };
}

function lowAboveZero(range: Range | null): Range | null {
  return range !== null && range.low > 0 ? range : null;
}

function positive(parse: Parse<number>): Parse<number> {
  return (written) => {
    const value = parse(written);
    return value === 0 ? null : value;
  };
}

function withUnit(written: Written): number | null {
  const match = typeof written === 'string' ? BYTES.exec(written.trim()) : null;
  const unit = UNITS_BY_LOWER.get(match?.[2]?.toLowerCase() ?? '');
  if (match === null || unit === undefined) return null;
  return Number((Number(match[1]) * UNIT_BYTES[unit]).toPrecision(15));
}

const UNITS_BY_LOWER = new Map(
  (['B', 'KB', 'MB', 'GB', 'KiB', 'MiB', 'GiB'] as const).map((unit) => [unit.toLowerCase(), unit]),
);

function orNothing(parse: Parse<number>): Parse<number> {
  return (written) => (parseNumber(written) === 0 ? 0 : parse(written));
}

function wholeOf(value: number | null): number | null {
  return value !== null && Number.isSafeInteger(value) ? value : null;
}

function numberIn(pattern: RegExp, written: Written): number | null {
  const match = typeof written === 'string' ? pattern.exec(written.trim()) : null;
  return match?.[1] === undefined ? null : Number(match[1]);
}

function roundMicros(ms: number): Millis {
  return Math.round(ms * 1000) / 1000;
}

/** Takes back what binary fractions added: 300 × 1.2 is 360, not 359.99999999999994. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}
