/** Whether retries become fewer while failures go on. */
import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../../src/model/record.js';
import { read, valueOf, whyNot } from '../../support/measuring.js';
import { failing, playRecord } from '../../support/record.js';

/** 20 users a second; the outage is from 20 to 60 s, and every try in it fails. */
const tried = (triesAt: (since: number, index: number) => number): RunRecord =>
  playRecord((role, index) => {
    if (role !== 'outage') return null;
    return { class: 'honest-error', latency: 200, attempts: failing(triesAt(index * 50, index)) };
  });

describe('budget-decline', () => {
  it('is 1 where the last call is tried as often as the first', () => {
    const reading = read(
      tried(() => 4),
      'budget-decline',
    );
    expect(valueOf(reading)).toBe(1);
    expect(reading.state === 'measured' && (reading.interval?.low ?? 0)).toBeGreaterThan(0.85);
  });

  it('is late tries over early ones', () => {
    // Four tries for 5 s, then one retry for each fifth call: 1.2/4.
    const spent = tried((since, index) => (since < 5_000 ? 4 : index % 5 === 0 ? 2 : 1));
    expect(valueOf(read(spent, 'budget-decline'))).toBeCloseTo(0.3, 12);
  });

  it('can’t be told where nothing was tried again, or calls failed for a moment only', () => {
    expect(
      whyNot(
        read(
          tried(() => 1),
          'budget-decline',
        ),
      ),
    ).toMatch(/tried again/);
    const brief = playRecord((role, index) =>
      role === 'outage' && index < 100 ? { class: 'honest-error', latency: 200, attempts: failing(2) } : null,
    );
    expect(whyNot(read(brief, 'budget-decline'))).toMatch(/less than 10 s/);
  });

  it('doesn’t count calls that were answered in the end', () => {
    const lucky = playRecord((role, index) => {
      if (role !== 'outage') return null;
      const isLucky = index > 400 && index % 2 === 0;
      return isLucky
        ? { class: 'full', latency: 100, attempts: [{ after: 0, took: 100, outcome: 'ok' }] }
        : { class: 'honest-error', latency: 200, attempts: failing(3) };
    });
    expect(valueOf(read(lucky, 'budget-decline'))).toBe(1);
  });
});

describe('budget-time', () => {
  it('is the length of a step', () => {
    const step = tried((since) => (since < 5_000 ? 3 : 1));
    expect(valueOf(read(step, 'budget-time'))).toBeCloseTo(5_000, 6);
  });

  it('is the time constant of a decline that slows down', () => {
    // 1 + 40 e^(−t/8 s): the first 2 s lie below its beginning, the last half above its end, which leaves 7.89 s.
    const slow = tried((since) => Math.round(1 + 40 * Math.exp(-since / 8_000)));
    expect(Math.abs(valueOf(read(slow, 'budget-time')) - 7_890)).toBeLessThan(80);
  });

  it('has nothing to say where retries stay as many', () => {
    expect(
      whyNot(
        read(
          tried(() => 4),
          'budget-time',
        ),
      ),
    ).toMatch(/didn’t become fewer/);
  });
});
