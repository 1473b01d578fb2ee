/** Cohorts that fail at one moment, and what their retries do to a provider. */
import { describe, expect, it } from 'vitest';
import { randomOf } from '../../../src/kit/random.js';
import { synchronyOf } from '../../../src/catalog/measures/derived/synchrony.js';
import { viewOf } from '../../../src/catalog/measures/view.js';
import { scoreRecord } from '../../../src/score/score.js';
import { read, valueOf, whyNot } from '../../support/measuring.js';
import { withCohort } from '../../support/cohort.js';
import { playRecord } from '../../support/record.js';

const chance = randomOf(5).sequence();

const sdk = (base: number) => () => base * (0.75 + 0.25 * chance());

describe('a cohort', () => {
  const record = withCohort(100, [() => 500, () => 1000]);
  const without = withCohort(0, []);

  it('counts for nothing that ordinary users got', () => {
    for (const id of ['utility', 'full-share', 'raw-error-share', 'latency', 'depth'])
      expect(read(record, id), id).toEqual(read(without, id));
    expect(valueOf(read(record, 'full-share'))).toBe(1);
  });

  it('counts for no load either: it is our own injection', () => {
    for (const id of ['amplification', 'attempts-per-inbound', 'peak-load', 'excess-load', 'waste'])
      expect(read(record, id), id).toEqual(read(without, id));
  });

  it('has an accessor of its own, without those who were never sent', () => {
    const [first] = record.responses.filter(({ cohort }) => cohort !== null);
    const unsent = {
      ...record,
      responses: first === undefined ? [] : [first, { ...first, end: 'unsent' as const }],
    };
    expect(viewOf(record).cohort('c1')).toHaveLength(100);
    expect(viewOf(unsent).cohort('c1')).toHaveLength(1);
    expect(viewOf(record).cohort('c2')).toEqual([]);
  });
});

describe('herd-synchronisation', () => {
  it('is 1 where everybody waits equally long', () => {
    expect(read(withCohort(60, [() => 500]), 'herd-synchronisation')).toMatchObject({
      value: 1,
      interval: { low: 1, high: 1 },
      samples: 60,
    });
  });

  it('is 0.96 for the official SDKs, whose jitter is a quarter of half a second', () => {
    const reading = read(withCohort(400, [sdk(500), sdk(1000)]), 'herd-synchronisation');
    expect(valueOf(reading)).toBeCloseTo(0.96, 1);
    expect(reading.state === 'measured' && reading.interval?.low).toBeGreaterThan(0.9);
  });

  it('is 2b/w − (b/w)² for an even spread over w', () => {
    const spread = read(withCohort(500, [() => 500 * chance()]), 'herd-synchronisation');
    expect(Math.abs(valueOf(spread) - 0.36)).toBeLessThan(0.04);
    const wide = read(withCohort(500, [() => 5000 * chance()]), 'herd-synchronisation');
    expect(Math.abs(valueOf(wide) - 0.0396)).toBeLessThan(0.015);
  });

  it('is the same for the same seed, interval included', () => {
    const record = withCohort(50, [() => 500 * chance()]);
    expect(read(record, 'herd-synchronisation')).toEqual(read(record, 'herd-synchronisation'));
  });

  it('can’t be told without a cohort, or from a handful of retries', () => {
    expect(
      whyNot(
        read(
          playRecord(() => null),
          'herd-synchronisation',
        ),
      ),
    ).toMatch(/no cohort/);
    expect(whyNot(read(withCohort(29, [() => 500]), 'herd-synchronisation'))).toMatch(/fewer than 30/);
    expect(whyNot(read(withCohort(100, [() => 500]), 'herd-synchronisation', { phase: 'recovery' }))).toMatch(
      /no cohort/,
    );
  });

  it('has an interval that holds the truth for nearly every sample', () => {
    const next = randomOf(99).sequence();
    const held = Array.from({ length: 60 }, (_, index) => {
      const starts = Array.from({ length: 60 }, () => 500 * next());
      const { low, high } = synchronyOf(starts, randomOf(index)).interval;
      return low <= 0.36 && high >= 0.36;
    });
    expect(held.filter(Boolean).length).toBeGreaterThanOrEqual(52);
  });
});

describe('herd-pressure', () => {
  it('is the synchronisation times the retries of a member', () => {
    expect(valueOf(read(withCohort(60, [() => 500, () => 1000]), 'herd-pressure'))).toBe(2);
  });

  it('is zero where nobody of a whole cohort tried again', () => {
    expect(read(withCohort(60, []), 'herd-pressure')).toMatchObject({ state: 'measured', value: 0 });
  });

  it('can’t be told from few members, or without a cohort', () => {
    expect(whyNot(read(withCohort(9, [() => 500]), 'herd-pressure'))).toMatch(/only 9 users/);
    expect(
      read(
        playRecord(() => null),
        'herd-pressure',
      ).state,
    ).toBe('unmeasured');
  });

  it('has a term of the rubric', () => {
    const card = scoreRecord(withCohort(60, [() => 500, () => 1000]));
    expect(card.terms.map(({ id }) => id)).toContain('herd');
  });
});
