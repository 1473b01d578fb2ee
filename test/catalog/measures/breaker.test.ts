/** A breaker, a bulkhead, shedding, hedging and timeouts, each seen from outside alone. */
import { describe, expect, it } from 'vitest';
import type { Parts, Played, Tried } from '../../support/record.js';
import type { RunRecord } from '../../../src/model/record.js';
import { fateOf } from '../../../src/catalog/faults/fate.js';
import { read, valueOf, whyNot } from '../../support/measuring.js';
import { failing, HEALTHY, playRecord, recordOf, windowOf } from '../../support/record.js';

const failed: Played = { class: 'honest-error', latency: 60, attempts: failing(1) };
const refused: Played = { class: 'honest-error', latency: 2, attempts: [] };

/** 20 users a second; the outage is from 20 to 60 s. */
const outage = (
  play: (since: number, index: number) => Played,
  parts: Parts & { readonly every?: number } = {},
): RunRecord => playRecord((role, index) => (role === 'outage' ? play(index * 50, index) : null), parts);

/** Opens after five seconds, and then looks every four whether the provider is back. */
const guarded = outage((since) => (since < 5000 || since % 4000 === 0 ? failed : refused));

describe('breaker-time-to-open', () => {
  it('is the time until calls all but stop while users go on asking', () => {
    expect(Math.abs(valueOf(read(guarded, 'breaker-time-to-open')) - 5000)).toBeLessThanOrEqual(100);
  });

  it('is at least the whole outage where calls go on failing and never stop', () => {
    expect(
      read(
        outage(() => failed),
        'breaker-time-to-open',
      ),
    ).toMatchObject({ value: 40_000, censored: true });
  });

  it('doesn’t take the users’ own silence for a breaker', () => {
    const quiet = playRecord((role, index) => (role === 'outage' && index < 100 ? failed : null));
    const record = {
      ...quiet,
      responses: quiet.responses.filter(({ due }) => due < 25_000 || due >= 60_000),
      attempts: quiet.attempts.filter(({ started }) => started < 25_000 || started >= 60_000),
    };
    expect(read(record, 'breaker-time-to-open')).toMatchObject({ censored: true });
  });

  it('can’t be told where nothing was wrong, or nothing was seen', () => {
    expect(
      whyNot(
        read(
          outage(() => HEALTHY),
          'breaker-time-to-open',
        ),
      ),
    ).toMatch(/no reason to open/);
    expect(
      whyNot(
        read(
          outage(() => failed, { plan: { windows: [] } }),
          'breaker-time-to-open',
        ),
      ),
    ).toMatch(/no fault/);
    expect(
      whyNot(
        read(
          outage(() => failed, { every: 5000 }),
          'breaker-time-to-open',
        ),
      ),
    ).toMatch(/too few users/);
  });
});

describe('breaker-probe-spacing', () => {
  it('is the time between two calls while calls are held back, tries of one counted once', () => {
    const probed = outage((since) =>
      since < 5000 ? failed : since % 4000 === 0 ? { ...failed, attempts: failing(3) } : refused,
    );
    expect(valueOf(read(guarded, 'breaker-probe-spacing'))).toBe(4000);
    expect(valueOf(read(probed, 'breaker-probe-spacing'))).toBe(4000);
  });

  it('can’t be told from two probes, or where nothing was held back', () => {
    const rare = outage((since) => (since < 5000 || since === 20_000 || since === 30_000 ? failed : refused));
    expect(whyNot(read(rare, 'breaker-probe-spacing'))).toMatch(/only 2 calls/);
    expect(
      whyNot(
        read(
          outage(() => failed),
          'breaker-probe-spacing',
        ),
      ),
    ).toMatch(/never held/);
  });
});

describe('breaker-failures', () => {
  it('is how many had failed when the first user was refused', () => {
    // A hundred users in the five seconds before.
    expect(valueOf(read(guarded, 'breaker-failures'))).toBe(100);
    const thrice = outage((since) => (since < 1000 ? { ...failed, attempts: failing(3, 10) } : refused));
    expect(valueOf(read(thrice, 'breaker-failures'))).toBe(60);
  });

  it('can’t be told where nothing was held back', () => {
    expect(
      whyNot(
        read(
          outage(() => failed),
          'breaker-failures',
        ),
      ),
    ).toMatch(/never held/);
  });
});

describe('breaker-probe-rate and breaker-probe-concurrency', () => {
  // Two tries for each of the probes at 8, 12, … 36 s.
  const twice = outage((since) =>
    since < 5000 ? failed : since % 4000 === 0 ? { ...failed, attempts: failing(2) } : refused,
  );

  it('are attempts over the time in which calls are held back, and how many of them are open at once', () => {
    // Sixteen in the 35 s that are left of the outage when the last call has begun.
    expect(valueOf(read(twice, 'breaker-probe-rate'))).toBeCloseTo(16 / 35.049, 3);
    expect(valueOf(read(twice, 'breaker-probe-concurrency'))).toBe(1);
  });

  it('see a crowd that is let through together', () => {
    const crowd = outage((since) =>
      since < 5000
        ? failed
        : since % 10_000 < 150
          ? { ...failed, latency: 400, attempts: failing(1, 400) }
          : refused,
    );
    expect(valueOf(read(crowd, 'breaker-probe-concurrency'))).toBe(3);
  });

  it('can’t be told from two probes', () => {
    const rare = outage((since) => (since < 5000 || since === 20_000 || since === 30_000 ? failed : refused));
    for (const id of ['breaker-probe-rate', 'breaker-probe-concurrency'])
      expect(whyNot(read(rare, id))).toMatch(/only 2 calls/);
  });
});

describe('breaker-collateral', () => {
  const half = windowOf({ share: { from: 0.5, to: 0.5, over: 0 } });
  const isSpared = (inbound: number): boolean =>
    fateOf(7421, { inbound, upstream: 'claude', attempt: 1, window: 'w1' }) >= 0.5;

  it('counts users who were refused though their call would have gone well', () => {
    const broad = outage(() => refused, { plan: { windows: [half] } });
    const spared = broad.responses.filter(({ phase, inbound }) => phase === 'outage' && isSpared(inbound));
    expect(valueOf(read(broad, 'breaker-collateral'))).toBe(spared.length / 800);
    expect(spared.length / 800).toBeCloseTo(0.5, 1);
  });

  it('is zero where everybody would have failed, and where everybody was tried', () => {
    expect(
      valueOf(
        read(
          outage(() => refused),
          'breaker-collateral',
        ),
      ),
    ).toBe(0);
    expect(
      valueOf(
        read(
          outage(() => failed, { plan: { windows: [half] } }),
          'breaker-collateral',
        ),
      ),
    ).toBe(0);
  });

  it('can’t be told where the fate hangs on words that were never sent', () => {
    const worded = windowOf({ match: { ...half.match, model: 'claude-*' } });
    expect(
      whyNot(
        read(
          outage(() => refused, { plan: { windows: [worded] } }),
          'breaker-collateral',
        ),
      ),
    ).toMatch(/never made/);
    const slow = windowOf({ fault: 'latency' });
    expect(
      whyNot(
        read(
          outage(() => refused, { plan: { windows: [slow] } }),
          'breaker-collateral',
        ),
      ),
    ).toMatch(/no fault/);
  });
});

const hanging = (took: number): readonly Tried[] => [{ after: 0, took, outcome: 'hang' }];

describe('bulkhead-limit', () => {
  it('is how many calls are in flight when the rest is turned away', () => {
    // Every hung call takes 2 s, and only each fourth of 40 users in that time gets in.
    const brief: Played = { ...HEALTHY, attempts: [{ after: 0, took: 200, outcome: 'ok' }] };
    const record = playRecord((role, index) => {
      if (role !== 'outage') return brief;
      return index % 4 === 0 ? { class: 'honest-error', latency: 2000, attempts: hanging(2000) } : refused;
    });
    expect(valueOf(read(record, 'bulkhead-limit'))).toBe(10);
  });

  it('can’t be told where nobody was turned away, or nothing hung', () => {
    const open = outage(() => ({ class: 'honest-error', latency: 2000, attempts: hanging(2000) }));
    expect(whyNot(read(open, 'bulkhead-limit'))).toMatch(/nobody was turned away/);
    expect(whyNot(read(guarded, 'bulkhead-limit'))).toMatch(/no call hung/);
  });
});

describe('bulkhead-blocked-share', () => {
  const brief: Played = { ...HEALTHY, attempts: [{ after: 0, took: 200, outcome: 'ok' }] };
  const walled = (latency: number): RunRecord =>
    playRecord((role, index) => {
      if (role !== 'outage') return brief;
      return index % 4 === 0
        ? { class: 'honest-error', latency: 2000, attempts: hanging(2000) }
        : { ...refused, latency };
    });

  it('is the share of users who were turned away at once while it was full', () => {
    // Three of each four, from the end of the first hung call to the beginning of the last: 756 users, 567 of them.
    expect(read(walled(2), 'bulkhead-blocked-share')).toMatchObject({ value: 0.75, samples: 756 });
  });

  it('leaves out who waited for the refusal', () => {
    expect(valueOf(read(walled(150), 'bulkhead-blocked-share'))).toBe(0);
  });

  it('can’t be told where nothing hung', () => {
    expect(whyNot(read(guarded, 'bulkhead-blocked-share'))).toMatch(/no call hung/);
  });
});

describe('shed-latency', () => {
  it('is how long the refused waited who caused no call', () => {
    expect(valueOf(read(guarded, 'shed-latency', { quantile: 0.5 }))).toBe(2);
    expect(
      whyNot(
        read(
          outage(() => failed),
          'shed-latency',
        ),
      ),
    ).toMatch(/nobody was refused/);
  });
});

describe('hedge-share and hedge-delay', () => {
  const hedging = (after: number): Played => ({
    ...HEALTHY,
    attempts: [
      { after: 0, took: 1000, outcome: 'abandoned' },
      { after, took: 100, outcome: 'ok' },
    ],
  });

  it('count calls of which a second attempt began beside the first', () => {
    const record = outage((_, index) => (index % 5 === 0 ? hedging(400) : HEALTHY));
    expect(valueOf(read(record, 'hedge-share'))).toBe(0.2);
    expect(valueOf(read(record, 'hedge-delay'))).toBe(400);
  });

  it('see one that answers at once and whose loser is called off then', () => {
    const record = outage(() => ({
      ...HEALTHY,
      attempts: [
        { after: 0, took: 430, outcome: 'abandoned' },
        { after: 400, took: 25, outcome: 'ok' },
      ],
    }));
    expect(valueOf(read(record, 'hedge-share'))).toBe(1);
    expect(valueOf(read(record, 'hedge-delay'))).toBe(400);
  });

  it('don’t take a retry for a hedge whose first attempt ends a moment late', () => {
    const record = outage(() => hedging(960));
    expect(valueOf(read(record, 'hedge-share'))).toBe(0);
    expect(whyNot(read(record, 'hedge-delay'))).toBe('no call was hedged');
    expect(read(recordOf(), 'hedge-share').state).toBe('unmeasured');
  });
});

describe('timeout', () => {
  const record = outage((_, index) => ({
    class: 'honest-error',
    latency: 2100,
    attempts: hanging(index % 10 === 0 ? 500 + index : 2000 + (index % 3)),
  }));
  const withoutHeaders = (one: RunRecord, endedBy: 'subject' | 'mock'): RunRecord => ({
    ...one,
    attempts: one.attempts.map((row) => (row.outcome === 'hang' ? { ...row, status: null, endedBy } : row)),
  });

  it('is the most frequent age of attempts that the app gave up', () => {
    const value = valueOf(read(withoutHeaders(record, 'subject'), 'timeout'));
    expect(Math.abs(value - 2001)).toBeLessThanOrEqual(1);
  });

  it('is at least the longest hang where the app gave up none', () => {
    expect(read(withoutHeaders(record, 'mock'), 'timeout')).toMatchObject({ value: 2002, censored: true });
  });

  it('is not the user’s own patience', () => {
    const gone = outage(() => ({ class: 'hang', latency: 30_000, attempts: hanging(30_000) }));
    expect(read(withoutHeaders(gone, 'subject'), 'timeout')).toMatchObject({ censored: true });
  });

  it('can’t be told where nothing hung', () => {
    expect(whyNot(read(guarded, 'timeout'))).toMatch(/no call hung/);
  });
});
