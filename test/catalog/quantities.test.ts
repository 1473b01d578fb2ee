import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  bytes,
  count,
  countRange,
  duration,
  durationRange,
  factor,
  formatBytes,
  formatDuration,
  kilobytesPerSecond,
  parseBytes,
  parseCountRange,
  parseDuration,
  parseFactor,
  parseKilobytesPerSecond,
  parsePerSecond,
  parseRange,
  parseRate,
  parseShare,
  perSecondRange,
  positiveCount,
  positiveDuration,
  rate,
  share,
  wholeMicros,
  wholeMillis,
} from '../../src/catalog/quantities.js';

describe('bytes and their rates', () => {
  it.each([
    ['512', 512],
    [512, 512],
    ['0', 0],
    ['7B', 7],
    ['4KB', 4000],
    ['4 kb', 4000],
    ['16KiB', 16_384],
    ['1.5MB', 1_500_000],
    ['1.1GB', 1_100_000_000],
  ])('reads %j as so many bytes', (text, expected) => {
    expect(parseBytes(text)).toBe(expected);
  });

  it.each(['', 'KB', '-1', '0.5', '1.5B', '4KB/s', '4 K', '9e9GB'])('refuses %j', (text) => {
    expect(parseBytes(text)).toBeNull();
  });

  it.each([
    ['20KB/s', 20],
    ['1MB/s', 1000],
    ['1.5 MB / s', 1500],
    ['2000B/sec', 2],
    ['3KB per second', 3],
    ['125KiB/s', 128],
    ['500', 500],
    [0, 0],
  ])('reads %j as so many kilobytes a second', (text, expected) => {
    expect(parseKilobytesPerSecond(text)).toBe(expected);
  });

  it.each(['20KB', '500B/s', '20/s', '20KB/min', '-1'])('refuses the rate %j', (text) => {
    expect(parseKilobytesPerSecond(text)).toBeNull();
  });

  it.each([0, 999, 4000, 4001, 1_500_000, 3_000_000, 2_000_000_000])(
    'writes %i so that it reads back',
    (one) => {
      expect(parseBytes(formatBytes(one))).toBe(one);
    },
  );

  it('take 0 without a unit, in times too', () => {
    expect([wholeMillis.parse(0), wholeMicros.parse('0'), wholeMicros.parse('10ms')]).toEqual([0, 0, 10_000]);
  });
});

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
    ['500us', 0.5],
    ['20µs', 0.02],
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
    [wholeMillis, '0.5ms', '200ms'],
    [wholeMicros, '5', '500us'],
    [bytes, '4 kilos', '4KB'],
    [kilobytesPerSecond, '20KB', '20KB/s'],
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
      type: 'string',
    });
  });
});

function messageOf(schema: z.ZodType, written: unknown): string {
  const result = schema.safeParse(written);
  return result.success ? '' : result.error.issues.map((issue) => issue.message).join('; ');
}
