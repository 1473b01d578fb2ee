import { describe, expect, it } from 'vitest';
import type { ResponseRow } from '../../../src/model/event.js';
import type { RunRecord } from '../../../src/model/record.js';
import { journeyOf, recordOf, response } from '../../support/record.js';
import { read, valueOf, whyNot } from '../../support/measuring.js';

type Write = Partial<ResponseRow> & { readonly count?: number | null };

/** All in the outage, one a second. */
function written(...writes: readonly Write[]): RunRecord {
  const all = writes.map(({ count, ...row }, inbound) => ({
    count,
    row: response({ ...row, inbound, due: 21_000 + 1000 * inbound }),
  }));
  return recordOf({
    plan: { journeys: [journeyOf(), journeyOf({ name: 'note', needsModel: false })] },
    responses: all.map(({ row }) => row),
    effects: all.flatMap(({ row: { inbound, journey, phase }, count }) =>
      count === undefined ? [] : [{ kind: 'effect' as const, inbound, journey, phase, count }],
    ),
  });
}

const lost = (...writes: readonly Write[]): number => valueOf(read(written(...writes), 'lost-writes'));

describe('a write is lost', () => {
  it('if it was acknowledged and is not there, whether or not its journey needs the model', () => {
    expect(lost({ count: 0 }, { count: 1 })).toBe(0.5);
    expect(lost({ count: 0, journey: 'note', status: 202 }, { count: 1 })).toBe(0.5);
    expect(lost({ count: 0, class: 'lie' }, { count: 1 })).toBe(0.5);
  });

  it('only if the answer said that it was done', () => {
    const kept = { count: 1 };
    expect(lost({ count: 0, class: 'honest-error', status: 503 }, kept)).toBe(0);
    expect(lost({ count: 0, class: 'honest-error', status: 200 }, kept)).toBe(0);
    expect(lost({ count: 0, class: 'static' }, kept)).toBe(0);
    expect(lost({ count: 0, class: 'reset', end: 'reset', status: 200 }, kept)).toBe(0);
  });

  it('only as far as the books could be read: the rest widens the interval', () => {
    const known = read(written({ count: 0 }, { count: 1 }), 'lost-writes');
    const half = read(written({ count: 0 }, { count: 1 }, { count: null }, { count: null }), 'lost-writes');
    expect(valueOf(half)).toBe(0.5);
    const widthOf = (reading: typeof half): number =>
      reading.state === 'measured' && reading.interval !== null
        ? reading.interval.high - reading.interval.low
        : Number.NaN;
    expect(widthOf(half)).toBeGreaterThan(0.5);
    expect(widthOf(known)).toBeGreaterThan(0.5);
    expect(half).toMatchObject({ samples: 2 });
  });
});

describe('a write is doubled', () => {
  it('whether or not its user heard of it', () => {
    const record = written(
      { count: 3 },
      { count: 2, class: 'reset', end: 'reset', status: null },
      { count: 1 },
    );
    expect(valueOf(read(record, 'duplicate-effects'))).toBe(1);
    expect(valueOf(read(record, 'unsafe-writes'))).toBeCloseTo(2 / 3, 12);
  });

  it('or lost, and either counts once among those that went wrong', () => {
    expect(
      valueOf(read(written({ count: 0 }, { count: 2 }, { count: 1 }, { count: 1 }), 'unsafe-writes')),
    ).toBe(0.5);
  });
});

describe('nothing is known', () => {
  it('without a ledger, of what could not be read, and of losses where nothing was acknowledged', () => {
    for (const id of ['lost-writes', 'duplicate-effects', 'unsafe-writes']) {
      expect(whyNot(read(written({}), id))).toMatch(/no journey says how/);
      expect(whyNot(read(written({ count: null }), id))).toMatch(/could be read back/);
    }
    const refused = written({ count: 0, class: 'honest-error', status: 503 });
    expect(whyNot(read(refused, 'lost-writes'))).toBe('no write was acknowledged');
    expect(valueOf(read(refused, 'unsafe-writes'))).toBe(0);
  });

  it('of a journey that writes nothing, while the whole is known', () => {
    const record = written({ count: 1, journey: 'note' }, {});
    expect(valueOf(read(record, 'unsafe-writes', { journey: 'note' }))).toBe(0);
    expect(whyNot(read(record, 'unsafe-writes', { journey: 'ask' }))).toMatch(/no journey/);
  });
});
