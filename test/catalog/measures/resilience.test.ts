/** The resilience curve and its numbers, and how an app comes back. */
import { describe, expect, it } from 'vitest';
import { backlogOf } from '../../../src/catalog/measures/derived/backlog.js';
import { read, valueOf, whyNot } from '../../support/measuring.js';
import { failing, HEALTHY, phaseOf, playRecord, recordOf, type Played } from '../../support/record.js';

const dark: Played = { class: 'reset', latency: 100, attempts: failing(1) };
const second: Played = { ...HEALTHY, class: 'alt' };

/** Nothing for users in the outage and for so long after it. */
const downFor = (after: number) =>
  playRecord((role, _, due) =>
    role === 'outage' || (role === 'recovery' && due < 60_000 + after) ? dark : null,
  );

describe('resilience-loss', () => {
  it('is the area that is missing, over the outage and the recovery', () => {
    expect(valueOf(read(downFor(0), 'resilience-loss'))).toBe(0.5);
    expect(valueOf(read(downFor(20_000), 'resilience-loss'))).toBe(0.75);
    expect(
      valueOf(
        read(
          playRecord(() => null),
          'resilience-loss',
        ),
      ),
    ).toBe(0);
  });

  it('can’t be told without a baseline or an outage', () => {
    const phases = [phaseOf('outage', 'outage', 0, 9000)];
    expect(
      whyNot(
        read(
          playRecord(() => dark, { plan: { phases } }),
          'resilience-loss',
        ),
      ),
    ).toMatch(/baseline/);
    const calm = [phaseOf('baseline', 'baseline', 0, 9000)];
    expect(
      whyNot(
        read(
          playRecord(() => null, { plan: { phases: calm } }),
          'resilience-loss',
        ),
      ),
    ).toMatch(/no outage/);
  });
});

describe('robustness', () => {
  it('is the lowest mean over two seconds', () => {
    const dip = playRecord((role, index) =>
      role === 'outage' && index >= 400 && index < 440 ? second : null,
    );
    expect(valueOf(read(dip, 'robustness'))).toBeCloseTo(0.95);
    expect(valueOf(read(downFor(0), 'robustness'))).toBe(0);
  });

  it('can’t be told where users come too rarely', () => {
    expect(
      whyNot(
        read(
          playRecord(() => null, { every: 5000 }),
          'robustness',
        ),
      ),
    ).toMatch(/too rarely/);
  });
});

describe('rapidity', () => {
  it('is what was lost over the seconds that it took to come back', () => {
    expect(valueOf(read(downFor(5000), 'rapidity'))).toBeCloseTo(0.2);
    expect(valueOf(read(downFor(0), 'rapidity'))).toBe(1);
  });

  it('can’t be told where nothing was lost, or it never came back', () => {
    expect(
      whyNot(
        read(
          playRecord(() => null),
          'rapidity',
        ),
      ),
    ).toBe('nothing was lost');
    expect(whyNot(read(downFor(40_000), 'rapidity'))).toMatch(/not back to normal/);
  });
});

describe('drain', () => {
  it('is how long more requests stand open than ever at baseline', () => {
    // Users of the last five seconds of the outage all wait until the sixth second after it.
    const late = playRecord((role, _, due) =>
      role === 'outage' && due >= 55_000 ? { ...HEALTHY, latency: 66_000 - due } : null,
    );
    expect(Math.abs(valueOf(read(late, 'drain')) - 6000)).toBeLessThanOrEqual(100);
    expect(
      valueOf(
        read(
          playRecord(() => null),
          'drain',
        ),
      ),
    ).toBe(0);
  });

  it('is at least the whole recovery where it never ends', () => {
    const stuck = playRecord((role, _, due) =>
      role === 'baseline' ? null : { class: 'hang', latency: 200_000 - due, attempts: [] },
    );
    expect(read(stuck, 'drain')).toMatchObject({ value: 40_000, censored: true });
    expect(read(recordOf(), 'drain').state).toBe('unmeasured');
  });

  it('counts a request from its first moment, and no longer at its end', () => {
    const backlog = backlogOf([
      { started: 0, ended: 10 },
      { started: 5, ended: 20 },
      { started: 10, ended: 12 },
    ]);
    expect([0, 5, 10, 12, 20].map((at) => backlog.openAt(at))).toEqual([1, 2, 2, 1, 0]);
    expect(backlog.peak(0, 30)).toBe(2);
  });
});

describe('failback-time', () => {
  it('is how long users stay with the second provider once the first is well', () => {
    const slow = playRecord((role, _, due) =>
      role === 'outage' || (role === 'recovery' && due < 70_000) ? second : null,
    );
    // Two of twenty may still be with the second.
    expect(valueOf(read(slow, 'failback-time'))).toBe(10_000 - 100);
  });

  it('is at least the whole recovery where nobody goes back', () => {
    const away = playRecord((role) => (role === 'baseline' ? null : second));
    expect(read(away, 'failback-time')).toMatchObject({ value: 40_000, censored: true });
  });

  it('can’t be told where nobody had gone away', () => {
    expect(whyNot(read(downFor(0), 'failback-time'))).toMatch(/no answer came from a second/);
  });
});
