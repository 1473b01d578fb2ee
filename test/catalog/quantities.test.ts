import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  count,
  countRange,
  duration,
  durationRange,
  factor,
  formatDuration,
  parseCountRange,
  parseDuration,
  parseFactor,
  parsePerSecond,
  parseRange,
  parseRate,
  parseShare,
  perSecondRange,
  positiveCount,
  positiveDuration,
  rate,
  share,
} from '../../src/catalog/quantities.js';

describe('durations', () => {
  it.each([
    ['5s', 5000],
    ['300ms', 300],
    ['1m', 60_000],
    ['1min', 60_000],
    ['1m30s', 90_000],
    ['1m 30s', 90_000],
    ['2h', 7_200_000],
    ['1.5s', 1500],
    [' 0.1ms ', 0.1],
    ['0s', 0],
  ])('reads %s', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each(['5', '', 's', '-5s', '5 parsecs', '5s later', '1e3s', '21000h'])('refuses %j', (text) => {
    expect(parseDuration(text)).toBeNull();
  });

  it('refuses a number, since it has no unit', () => {
    expect(parseDuration(5)).toBeNull();
    expect(messageOf(duration, 5)).toBe(
      'expected a duration with its unit, such as 300ms, 5s or 1m30s, found 5',
    );
  });

  it.each([
    [0, '0ms'],
    [300, '300ms'],
    [1500, '1.5s'],
    [90_000, '1m30s'],
    [3_600_000, '1h'],
    [3_661_500, '1h1m1.5s'],
  ])('writes %d ms as %s, which reads back', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
    expect(parseDuration(text)).toBe(ms);
  });
});

describe('ranges', () => {
  it.each([
    ['300ms', 300, 300],
    ['300ms ± 20%', 240, 360],
    ['300ms +- 20%', 240, 360],
    ['300ms +/- 20%', 240, 360],
    ['300ms±50ms', 250, 350],
    ['200ms..400ms', 200, 400],
    ['0s..1.5s', 0, 1500],
  ])('reads %s', (text, low, high) => {
    expect(parseRange(text, parseDuration)).toEqual({ low, high });
  });

  it.each(['400ms..200ms', '300ms ± 120%', '300ms ± 1s', '300ms ±', '..5s', '1..2'])('refuses %s', (text) => {
    expect(parseRange(text, parseDuration)).toBeNull();
  });

  it('rounds a spread of counts, and keeps their ends', () => {
    expect(parseCountRange('15 ± 10%')).toEqual({ low: 14, high: 17 });
    expect(parseCountRange('5..40')).toEqual({ low: 5, high: 40 });
    expect(parseCountRange(7)).toEqual({ low: 7, high: 7 });
  });
});

describe('shares, factors and rates', () => {
  it.each([
    ['60%', 0.6],
    ['0%', 0],
    ['100%', 1],
    ['29%', 0.29],
    [0.6, 0.6],
    ['0.25', 0.25],
    [1, 1],
  ])('reads %s as a share', (written, expected) => {
    expect(parseShare(written)).toBe(expected);
  });

  it.each([60, '120%', -0.1, 'half', Number.NaN])('refuses %s as a share', (written) => {
    expect(parseShare(written)).toBeNull();
  });

  it.each([
    ['8x', 8],
    ['1.5x', 1.5],
    ['8×', 8],
  ])('reads %s as a factor', (text, expected) => {
    expect(parseFactor(text)).toBe(expected);
  });

  it.each(['8', 8, '0x', 'x', '-2x'])('refuses %s as a factor', (written) => {
    expect(parseFactor(written)).toBeNull();
  });

  it.each([
    ['20/s', { kind: 'per-second', value: 20 }],
    ['1200/min', { kind: 'per-second', value: 20 }],
    ['20 per second', { kind: 'per-second', value: 20 }],
    ['7200/h', { kind: 'per-second', value: 2 }],
    ['30% of capacity', { kind: 'of-capacity', share: 0.3 }],
  ])('reads %s as a rate', (text, expected) => {
    expect(parseRate(text)).toEqual(expected);
  });

  it.each(['20', 20, '0/s', '20/day', '0% of capacity', '130% of capacity', '-1/s'])(
    'refuses %s as a rate',
    (written) => {
      expect(parseRate(written)).toBeNull();
    },
  );

  it('reads speeds as so many a second', () => {
    expect(parsePerSecond('1200/min')).toBe(20);
    expect(perSecondRange.parse('80/s ± 25%')).toEqual({ low: 60, high: 100 });
  });
});

describe('what a schema says', () => {
  it.each([
    [duration, '5 parsecs', '300ms'],
    [positiveDuration, '0s', '5s'],
    [durationRange, 'soon', '300ms ± 20%'],
    [share, 60, '60%'],
    [factor, '8', '8x'],
    [count, 1.5, '12'],
    [positiveCount, 0, '12'],
    [countRange, 'many', '100..140'],
    [rate, 20, '20/s'],
    [perSecondRange, '0/s', '80/s'],
  ])('names what it expected, an example and what it found', (schema, bad, example) => {
    const message = messageOf(schema, bad);
    expect(message).toContain('expected');
    expect(message).toContain(example);
    expect(message).toContain(`found ${JSON.stringify(bad)}`);
  });

  it('refuses what is neither text nor number in the same words', () => {
    expect(messageOf(duration, { seconds: 5 })).toContain('such as 300ms, 5s or 1m30s, found {"seconds":5}');
    expect(messageOf(duration, undefined)).toContain('found nothing');
  });

  it('can be exported for editors', () => {
    expect(z.toJSONSchema(duration, { io: 'input' })).toMatchObject({
      type: ['string', 'number'],
    });
  });
});

function messageOf(schema: z.ZodType, written: unknown): string {
  const result = schema.safeParse(written);
  return result.success ? '' : result.error.issues.map((issue) => issue.message).join('; ');
}
