import { describe, expect, it } from 'vitest';
import { randomOf } from '../../../src/kit/random.js';
import type { RunRecord } from '../../../src/model/record.js';
import { withCohort } from '../../support/cohort.js';
import { read, valueOf, whyNot } from '../../support/measuring.js';
import { attempt, phaseOf, recordOf, response } from '../../support/record.js';

const OPENS = 10_000;
const LONG = 200_000;

/** Users who come at those times, each with calls so long after it. */
function played(
  dues: readonly number[],
  after: (place: number) => readonly number[],
  length = LONG,
): RunRecord {
  const phases = [
    phaseOf('baseline', 'baseline', 0, OPENS),
    phaseOf('outage', 'outage', OPENS, OPENS + length),
  ];
  const users = dues.map((due, inbound) => ({ due, inbound }));
  return recordOf({
    plan: { phases },
    responses: users.map(({ due, inbound }) => response({ inbound, due, phase: 'outage' })),
    attempts: users.flatMap(({ due, inbound }) =>
      after(inbound).map((wait, place) =>
        attempt({ id: 10 * inbound + place, inbound, started: due + wait, ordinal: place + 1 }),
      ),
    ),
  });
}

function byChance(seed: number, perSecond: number, length = LONG): readonly number[] {
  const next = randomOf(seed).sequence();
  const dues: number[] = [];
  for (let at = OPENS; at < OPENS + length; at -= (1000 / perSecond) * Math.log(1 - next())) dues.push(at);
  return dues;
}

/** Bursts that nobody of ours asked for, ten seconds apart. */
function bursts(spread: () => number): RunRecord {
  const starts = Array.from({ length: 20 }, (_, burst) =>
    Array.from({ length: 100 }, () => OPENS + 10_000 * burst + 5000 + spread()),
  ).flat();
  const phases = [phaseOf('outage', 'outage', OPENS, OPENS + LONG)];
  const attempts = starts.map((started, id) => attempt({ id, inbound: null, started }));
  return recordOf({ plan: { phases }, attempts });
}

const value = (record: RunRecord): number => valueOf(read(record, 'attempt-dispersion'));

describe('attempt-dispersion', () => {
  // Of 1,800 bins it strays by the root of 2 over 1,799, which is 0.033.
  it.each([1, 2, 3, 4, 5])('is 1 for users by chance, for their retries, and for both (seed %i)', (seed) => {
    const dues = byChance(seed, 20);
    for (const after of [[0], [1300], [0, 1300], [0, 400, 1300]])
      expect(Math.abs(value(played(dues, () => after)) - 1)).toBeLessThan(0.12);
  });

  it('is as much as the tries of each where they are made at once', () => {
    const dues = byChance(1, 20);
    const tenfold = played(dues, () => Array.from({ length: 10 }, () => 0));
    expect(value(tenfold)).toBeCloseTo(10 * value(played(dues, () => [0])), 9);
  });

  // Eighteen bursts between the ends, in 1,800 bins: a mean of 1, and 18 · 99² + 1,782 strayed.
  it('is 99 where a hundred come in step every ten seconds', () => {
    expect(value(bursts(() => 0))).toBeCloseTo((18 * 99 ** 2 + 1782) / 1799, 9);
  });

  // Spread evenly over five bins: a fifth of all pairs share one.
  it('is a fifth of that where half a second of jitter spreads them', () => {
    const next = randomOf(4).sequence();
    expect(Math.abs(value(bursts(() => 500 * next())) - 99 / 5)).toBeLessThan(1.5);
  });

  // Two calls in each of 200 bins, and in one of them 60 more.
  it('takes in when a cohort tries again, and not when we let it begin', () => {
    const mean = 2 + 60 / 200;
    const strays = (62 - mean) ** 2 + 199 * (2 - mean) ** 2;
    expect(value(withCohort(60, [() => 500]))).toBeCloseTo(strays / 199 / mean, 9);
    expect(value(withCohort(60, []))).toBe(0);
  });

  it('does not blame an app for users who come in clumps', () => {
    const dues = Array.from({ length: 4000 }, (_, user) => OPENS + 1000 * Math.floor(user / 20));
    expect(value(played(dues, () => [0]))).toBeCloseTo(1, 9);
    expect(value(played(dues, () => [0, 0, 0]))).toBeCloseTo(3, 9);
  });

  it('takes no difference between phases for clumps', () => {
    const phases = [
      phaseOf('first', 'outage', 0, 20_000),
      phaseOf('pause', 'recovery', 20_000, 30_000),
      phaseOf('second', 'outage', 30_000, 50_000),
    ];
    const attempts = Array.from({ length: 2500 }, (_, id) => {
      const started = id < 500 ? 40 * id : 30_000 + 10 * (id - 500);
      return attempt({ id, inbound: null, started });
    });
    // 2 or 3 in each bin of the first, ten in each of the second.
    expect(value(recordOf({ plan: { phases }, attempts }))).toBeLessThan(0.05);
  });

  it('has an interval that holds the truth of nearly every run of 40 seconds', () => {
    const trials = 150;
    let held = 0;
    for (let seed = 0; seed < trials; seed += 1) {
      const reading = read(
        played(byChance(seed, 20, 40_000), () => [0], 40_000),
        'attempt-dispersion',
      );
      if (reading.state === 'unmeasured' || reading.interval === null) continue;
      if (reading.interval.low <= 1 && 1 <= reading.interval.high) held += 1;
    }
    expect(held / trials).toBeGreaterThan(0.88);
    expect(held / trials).toBeLessThan(1);
  });

  it('can’t be told of a short phase, or from a handful of calls', () => {
    const short = played(byChance(1, 20, 7000), () => [0], 7000);
    expect(whyNot(read(short, 'attempt-dispersion'))).toMatch(/four seconds left/);
    expect(
      whyNot(
        read(
          played(byChance(1, 0.1), () => [0]),
          'attempt-dispersion',
        ),
      ),
    ).toMatch(/fewer than 30/);
  });
});
