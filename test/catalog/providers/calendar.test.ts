import { describe, expect, test } from 'vitest';
import { httpDate, rfc3339 } from '../../../src/catalog/providers/calendar.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('dates on the wire', () => {
  test.each([
    [0, 'Thu, 01 Jan 1970 00:00:00 GMT', '1970-01-01T00:00:00Z'],
    [951_782_400_000, 'Tue, 29 Feb 2000 00:00:00 GMT', '2000-02-29T00:00:00Z'],
    [1_795_168_534_000, 'Fri, 20 Nov 2026 09:55:34 GMT', '2026-11-20T09:55:34Z'],
  ])('%d is known', (at, http, rfc) => {
    expect(httpDate(at)).toBe(http);
    expect(rfc3339(at)).toBe(rfc);
  });

  test('agree with the calendar of the language for every day of a century and more', () => {
    for (let day = 0; day < 60_000; day += 1) {
      const at = day * DAY + (day % 24) * HOUR + (day % 3600) * 1000;
      const date = new Date(at);
      expect(httpDate(at)).toBe(date.toUTCString());
      expect(rfc3339(at)).toBe(date.toISOString().replace('.000', ''));
    }
  });

  test('are never earlier than asked', () => {
    expect(rfc3339(1)).toBe('1970-01-01T00:00:01Z');
    expect(httpDate(59_001)).toBe('Thu, 01 Jan 1970 00:01:00 GMT');
  });
});
