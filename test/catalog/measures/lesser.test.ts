/** What users get instead of a whole answer, and whether they are told. */
import { describe, expect, it } from 'vitest';
import { LOST_WORK, WAITING_WORK } from '../../../src/catalog/answers/classify.js';
import type { AttemptRow, ResponseRow } from '../../../src/model/event.js';
import type { RunRecord } from '../../../src/model/record.js';
import { read, valueOf, whyNot } from '../../support/measuring.js';
import { attempt, planOf, recordOf, response, type Parts } from '../../support/record.js';

/** A hundred users in the outage, each a little different from a full answer. */
function users(each: (index: number) => Partial<ResponseRow>, parts: Parts = {}): RunRecord {
  const rows = Array.from({ length: 100 }, (_, index) =>
    response({ inbound: index, due: 30_000 + 10 * index, ...each(index) }),
  );
  return recordOf({ ...parts, responses: rows });
}

const whole = users(() => ({}));

describe('cache-age', () => {
  it('is how old saved answers were, marked or passed off as fresh', () => {
    const record = users((index) => ({ class: index % 2 === 0 ? 'stale' : 'lie', age: 1000 * (index + 1) }));
    expect(valueOf(read(record, 'cache-age'))).toBe(50_000);
    expect(valueOf(read(record, 'cache-age', { quantile: 0.9 }))).toBe(90_000);
  });

  it('can’t be told where nobody got one', () => {
    expect(whyNot(read(whole, 'cache-age'))).toMatch(/nobody got a saved answer/);
    expect(
      read(
        users(() => ({ class: 'stale' })),
        'cache-age',
      ).state,
    ).toBe('unmeasured');
  });
});

describe('marked-share', () => {
  it('is the part of the lesser answers that say what they are', () => {
    const record = users((index) => ({ class: index < 30 ? 'stale' : index < 40 ? 'lie' : 'full' }));
    expect(valueOf(read(record, 'marked-share'))).toBe(0.75);
    expect(whyNot(read(whole, 'marked-share'))).toBe('nobody got a lesser answer');
  });
});

describe('queue-loss', () => {
  it('is the part of the acknowledged work that was never done; what waits is taken for either', () => {
    const record = users((index) =>
      index < 10
        ? { class: 'lie', why: LOST_WORK, status: 202 }
        : { class: 'queued', status: 202, why: index < 20 ? WAITING_WORK : null },
    );
    const reading = read(record, 'queue-loss');
    expect(reading).toMatchObject({ samples: 90 });
    expect(valueOf(reading)).toBeCloseTo(10 / 90);
    expect(reading.state === 'measured' && reading.interval?.high).toBeGreaterThan(0.2);
  });

  it('can’t be told where nothing was put off, or all of it still waits', () => {
    expect(whyNot(read(whole, 'queue-loss'))).toMatch(/no request was acknowledged/);
    expect(
      whyNot(
        read(
          users(() => ({ class: 'queued', why: WAITING_WORK })),
          'queue-loss',
        ),
      ),
    ).toMatch(/still waited/);
  });
});

describe('queue-accept-share, queue-completion, queue-drain and queue-order', () => {
  /** Due from 30 s on, ten a second; half is refused, a tenth lost. Done from 61 s on, one every 100 ms. */
  const played = (turn: (nth: number) => number, waits = false): RunRecord => {
    const record = users((index) => ({
      due: 30_000 + 100 * index,
      ...(index >= 50
        ? { class: 'honest-error' as const }
        : index >= 40
          ? { class: 'lie' as const, why: LOST_WORK }
          : { class: 'queued' as const, why: waits && index === 39 ? WAITING_WORK : null, ended: 100_000 }),
    }));
    const attempts = Array.from({ length: 40 }, (_, inbound) =>
      attempt({ id: inbound, inbound, started: 61_000 + 100 * turn(inbound) }),
    );
    return { ...record, attempts };
  };
  const queue = played((nth) => nth);

  it('are what was taken in, and what of it was done', () => {
    expect(valueOf(read(queue, 'queue-accept-share'))).toBe(0.5);
    expect(valueOf(read(queue, 'queue-completion'))).toBe(0.8);
    expect(
      valueOf(
        read(
          played((nth) => nth, true),
          'queue-completion',
        ),
      ),
    ).toBe(0.78);
  });

  it('are the time from the end of the outage to the last of it, at least where some waits', () => {
    // The fortieth begins at 64.9 s and takes 100 ms; the outage ends at 60 s.
    expect(read(queue, 'queue-drain')).toMatchObject({ value: 5_000, censored: false });
    const waiting = read(
      played((nth) => nth, true),
      'queue-drain',
    );
    expect(waiting).toMatchObject({ value: 40_000, censored: true });
  });

  it('are whether who comes first is served first', () => {
    expect(valueOf(read(queue, 'queue-order'))).toBe(1);
    expect(
      valueOf(
        read(
          played((nth) => 40 - nth),
          'queue-order',
        ),
      ),
    ).toBe(0);
  });

  it('can’t be told where nothing was put off', () => {
    expect(valueOf(read(whole, 'queue-accept-share'))).toBe(0);
    for (const id of ['queue-completion', 'queue-drain', 'queue-order'])
      expect(read(whole, id).state).toBe('unmeasured');
  });
});

describe('overrun-share', () => {
  it('counts who had no end by the deadline of 3 s, whatever it was, and those left hanging', () => {
    const record = users((index) => ({
      ended: 30_000 + 10 * index + (index < 30 ? 3001 : 3000),
      ...(index >= 90 ? { class: 'hang' as const } : {}),
    }));
    expect(valueOf(read(record, 'overrun-share'))).toBe(0.4);
  });
});

describe('stall-share', () => {
  it('counts answers that began and never ended, among those that began', () => {
    const record = users((index) => ({
      firstByte: index < 80 ? 30_100 : null,
      ...(index % 4 === 0 ? { class: 'hang' as const, ended: 90_000 } : {}),
    }));
    expect(valueOf(read(record, 'stall-share'))).toBe(0.25);
    expect(
      whyNot(
        read(
          users(() => ({ class: 'hang' })),
          'stall-share',
        ),
      ),
    ).toBe('no response had begun');
  });
});

describe('coalescing-share', () => {
  const repeated = { plan: { prompts: { pool: 10, repeat: 0.3 } } };
  const own = (inbound: number, also: readonly number[] = []): AttemptRow =>
    attempt({ id: inbound, inbound, started: 30_000 + 10 * inbound, also });

  it('counts those who shared a call, named by it or not', () => {
    const shared = Array.from({ length: 20 }, (_, nth) => own(3 * nth, [3 * nth + 1]));
    const alone = Array.from({ length: 40 }, (_, nth) => own(60 + nth));
    const record = { ...users(() => ({}), repeated), attempts: [...shared, ...alone] };
    expect(valueOf(read(record, 'coalescing-share'))).toBe(0.6);
  });

  it('can’t be told where nobody asked what another asked', () => {
    const attempts = whole.responses.map(({ inbound }) => own(inbound));
    expect(whyNot(read({ ...whole, attempts }, 'coalescing-share'))).toMatch(/no question was asked twice/);
    expect(valueOf(read({ ...whole, plan: planOf(repeated.plan), attempts }, 'coalescing-share'))).toBe(0);
  });
});

describe('long-wait-parking', () => {
  const asked = (
    retryAfter: number,
    latency: number,
    what: ResponseRow['class'] = 'honest-error',
  ): RunRecord => {
    const record = users((index) => ({ class: what, ended: 30_000 + 10 * index + latency }));
    const attempts = record.responses.map(({ inbound, due }) =>
      attempt({ id: inbound, inbound, started: due, ended: due + 40, outcome: 'http-error', retryAfter }),
    );
    return { ...record, attempts };
  };

  it('counts users who are still waiting a deadline after they were told to', () => {
    expect(valueOf(read(asked(3_600_000, 30_000, 'hang'), 'long-wait-parking'))).toBe(1);
    expect(valueOf(read(asked(10_000, 10_100), 'long-wait-parking'))).toBe(1);
    expect(valueOf(read(asked(3_600_000, 80), 'long-wait-parking'))).toBe(0);
    expect(valueOf(read(asked(3_600_000, 1200, 'alt'), 'long-wait-parking'))).toBe(0);
  });

  it('can’t be told where waits were short', () => {
    expect(whyNot(read(asked(3000, 9000), 'long-wait-parking'))).toMatch(/no Retry-After was longer/);
  });
});
