/** Modelled connections, against the bench of the real stages and against arithmetic. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toxics } from '../../src/catalog/toxics/shelf.js';
import { randomOf } from '../../src/kit/random.js';
import type { ToxicWindow } from '../../src/model/plan.js';
import type { RunRecord } from '../../src/model/record.js';
import { knownPlan, type Hurt } from '../../src/simulate/known/plan.js';
import { passedThrough } from '../../src/simulate/network/line.js';
import { unplayableIn } from '../../src/simulate/network/unplayable.js';
import { simulatedRecord } from '../../src/simulate/record.js';
import { subjectById } from '../../src/simulate/subjects/shelf.js';
import { toxicWindowOf } from '../support/record.js';
import { Bench, makerOf } from '../support/toxic-bench.js';

const SECOND = 1_000;
/** Of a healthy answer: first token after 237.5 ms, then 61 gaps of 12.5 ms. */
const SERVICE = 237.5 + 61 * 12.5;
const OPENS = 10 * SECOND;
const CLOSES = 30 * SECOND;

interface Played {
  readonly id?: string;
  readonly streamed?: boolean;
  readonly faults?: readonly Hurt[];
}

function played(
  network: readonly Partial<ToxicWindow>[],
  { id = 'no-retry', ...shape }: Played = {},
): RunRecord {
  const policy = subjectById(id);
  if (policy === undefined) throw new Error(`no subject ${id}`);
  const plan = knownPlan({
    ...{ title: 'hurt', seed: 5, rate: 20, baseline: OPENS, outage: CLOSES - OPENS, recovery: 10 * SECOND },
    ...{ faults: [], firstToken: { low: 237.5, high: 237.5 } },
    ...shape,
  });
  const windows = network.map((window, index) =>
    toxicWindowOf({ on: 'primary', id: `n${index + 1}`, opens: OPENS, closes: CLOSES, ...window }),
  );
  const hurt = { ...plan, network: windows };
  return simulatedRecord({ plan: hurt, policy, instances: 1, version: 'test', startedAt: '' });
}

/** Those that came and went while the window was open. */
function within(record: RunRecord): RunRecord['responses'] {
  return record.responses.filter(({ due }) => due >= OPENS && due < CLOSES - 4 * SECOND);
}

const lengths = (rows: RunRecord['responses']): readonly number[] =>
  [...new Set(rows.map(({ due, ended }) => Math.round(ended - due)))].toSorted((a, b) => a - b);

describe('a line of stages', () => {
  const attributes: Readonly<Record<string, fc.Arbitrary<Record<string, number>>>> = {
    bandwidth: fc.record({ rate: fc.integer({ min: 0, max: 50 }) }),
    latency: fc.record({ latency: fc.nat({ max: 300 }), jitter: fc.nat({ max: 100 }) }),
    limit_data: fc.record({ bytes: fc.nat({ max: 3_000 }) }),
    limit_time: fc.record({ time: fc.nat({ max: 800 }) }),
    packet_loss: fc.record({ loss_rate: fc.double({ min: 0, max: 1, noNaN: true }) }),
    reset_peer: fc.record({ timeout: fc.nat({ max: 500 }) }),
    slicer: fc.record({
      average_size: fc.nat({ max: 400 }),
      size_variation: fc.nat({ max: 50 }),
      delay: fc.nat({ max: 9_000 }),
    }),
    slow_close: fc.record({ delay: fc.nat({ max: 500 }) }),
    slow_open: fc.record({ delay: fc.nat({ max: 500 }) }),
    timeout: fc.record({ timeout: fc.nat({ max: 500 }) }),
  };
  const toxic = fc
    .constantFrom(...toxics.map(({ type }) => type))
    .chain((type) => (attributes[type] ?? fc.constant({})).map((values) => ({ type, values })));

  it('passes, ends and resets as the same stages do on the bench', () => {
    fc.assert(
      fc.property(
        fc.array(toxic, { minLength: 1, maxLength: 3 }),
        fc.array(fc.record({ after: fc.nat({ max: 200 }), bytes: fc.integer({ min: 1, max: 900 }) }), {
          maxLength: 8,
        }),
        fc.option(fc.nat({ max: 300 })),
        fc.nat(),
        (chain, chunks, endsAfter, seed) => {
          let at = 0;
          const sent = chunks.map(({ after, bytes }) => ({ at: (at += after + 1), bytes }));
          const ends = endsAfter === null ? null : at + endsAfter + 1;
          const bench = new Bench({ seed });
          const link = bench.link(...chain.map(({ type, values }) => ({ type, attributes: values })));
          for (const piece of sent) bench.at(piece.at, () => link.read(new Uint8Array(piece.bytes)));
          if (ends !== null) bench.at(ends, () => link.endSource());
          bench.run();
          // As a live toxic names its chance: connection, name, how many were there before.
          const random = randomOf(seed).at(1);
          const carried = chain.map(({ type, values }, index) => ({
            ...{ make: makerOf(type), attributes: values, from: 0, until: Infinity },
            random: random.at(`${type}_downstream`, index, 'stage'),
          }));
          const passed = passedThrough(carried, sent, ends);
          const real = link.outcome();
          expect(passed.pieces).toEqual(
            real.deliveries.map(({ at: when, bytes }) => ({ at: when, bytes: bytes.length })),
          );
          expect([passed.endedAt, passed.resetAt]).toEqual([real.endedAt, real.resetAt]);
        },
      ),
      { numRuns: 2500, seed: 20_261_129 },
    );
  });

  it('lets go of what a toxic held when that is taken away', () => {
    const stalled = { make: makerOf('stall'), attributes: {}, random: randomOf(1), from: 0, until: 500 };
    expect(passedThrough([stalled], [{ at: 100, bytes: 3 }], null).pieces).toEqual([{ at: 500, bytes: 3 }]);
    const late = { ...stalled, from: 200 };
    expect(
      passedThrough(
        [late],
        [
          { at: 100, bytes: 3 },
          { at: 300, bytes: 4 },
        ],
        null,
      ).pieces,
    ).toEqual([
      { at: 100, bytes: 3 },
      { at: 500, bytes: 4 },
    ]);
  });
});

describe('a modelled upstream behind a front', () => {
  it('answers as without one before the first toxic and after the last', () => {
    const calm = (record: RunRecord): unknown =>
      record.responses.filter(({ due, ended }) => ended < OPENS || due >= CLOSES);
    const hurt = played([{ toxic: 'latency', attributes: { latency: 400, jitter: 0 } }]);
    expect(calm(hurt)).toEqual(calm(played([])));
    const outcomes = (record: RunRecord): readonly string[] => record.attempts.map(({ outcome }) => outcome);
    expect(outcomes(hurt)).toEqual(outcomes(played([])));
    expect(hurt.connections).toHaveLength(hurt.attempts.length);
  });

  it.each([
    ['latency of 400 ms on the way back', [{ stream: 'downstream' }], 400],
    ['latency of 400 ms on the way there', [{ stream: 'upstream' }], 400],
    ['latency of 400 ms both ways', [{ stream: 'both' }], 800],
    ['two of them', [{ stream: 'both' }, { stream: 'upstream' }], 1_200],
  ] as const)('%s', (_, windows, extra) => {
    const latency = { toxic: 'latency', attributes: { latency: 400, jitter: 0 } };
    const record = played(windows.map((window) => ({ ...latency, ...window })));
    expect(lengths(within(record))).toEqual([Math.round(SERVICE + extra)]);
    // The mock sees a request when it has come.
    const there = windows.filter(({ stream }) => stream !== 'downstream').length * 400;
    const [attempt] = record.attempts.filter(({ started }) => started > OPENS + 2 * SECOND);
    const due = record.responses.find(({ inbound }) => inbound === attempt?.inbound)?.due ?? 0;
    expect(attempt?.started).toBeCloseTo(due + there, 6);
  });

  it('draws jitter for each connection, within its bounds', () => {
    const record = played([{ toxic: 'latency', attributes: { latency: 400, jitter: 100 } }]);
    const waits = within(record).map(({ due, ended }) => ended - due - SERVICE);
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(300 - 1e-6);
    expect(Math.max(...waits)).toBeLessThan(500);
    expect(Math.max(...waits) - Math.min(...waits)).toBeGreaterThan(150);
  });

  it('delays the first byte of a connection, each attempt having its own', () => {
    expect(lengths(within(played([{ toxic: 'slow_open', attributes: { delay: 300 } }])))).toEqual([
      Math.round(SERVICE + 300),
    ]);
  });

  it('writes for as long as a thin line takes', () => {
    const record = played([{ toxic: 'bandwidth', attributes: { rate: 1, shared: 0 } }]);
    // A body of 400 bytes, 6 for each of 62 tokens, and a head of 600, at a byte a millisecond.
    expect(lengths(within(record))).toEqual([Math.round(SERVICE + 600 + 400 + 6 * 62)]);
  });

  it.each([
    ['refuse', {}, 0],
    ['down', {}, 0],
    ['reset_peer', { timeout: 0 }, Math.round(SERVICE)],
    ['reset_peer', { timeout: 700 }, Math.round(SERVICE + 700)],
    ['timeout', { timeout: 2_000 }, Math.round(SERVICE + 2_000)],
    ['limit_data', { bytes: 100 }, Math.round(SERVICE)],
    ['limit_time', { time: 300 }, 300],
  ])('%s of %j fails each call after %d ms', (toxic, attributes, after) => {
    const record = played([{ toxic, attributes }], { id: 'no-retry' });
    const rows = within(record);
    expect(lengths(rows)).toEqual([after]);
    expect([...new Set(rows.map((row) => row.class))]).toEqual(['raw-error']);
  });

  it('never lets those reach the mock who are refused, and leaves a trace of them only where one listens', () => {
    const refused = played([{ toxic: 'refuse' }]);
    const during = refused.connections.filter(({ opened }) => opened >= OPENS && opened < CLOSES);
    expect(refused.attempts.filter(({ started }) => started >= OPENS && started < CLOSES)).toEqual([]);
    expect(during.every(({ endedBy, toxics: carried }) => endedBy === 'refused' && carried[0] === 'n1')).toBe(
      true,
    );
    expect(refused.facts.network[0]?.carried).toBe(during.length);
    const down = played([{ toxic: 'down' }]);
    expect(down.connections.filter(({ opened }) => opened >= OPENS && opened < CLOSES)).toEqual([]);
  });

  it('cuts what is under way when the host goes down, or connections are closed', () => {
    for (const window of [{ toxic: 'down' }, { toxic: 'noop', recycle: true }]) {
      const record = played([window]);
      const under = record.responses.filter(({ due }) => due < OPENS && due > OPENS - SERVICE);
      expect(under.length).toBeGreaterThan(5);
      expect(under.every(({ ended }) => ended === OPENS)).toBe(true);
      expect(record.connections.filter(({ endedBy }) => endedBy === 'proxy').length).toBeGreaterThanOrEqual(
        under.length,
      );
    }
  });

  it('holds everybody while it stalls, and lets them go when that is over', () => {
    const record = played([{ toxic: 'stall', stream: 'downstream' }], { id: 'no-retry' });
    const held = record.responses.filter(({ due }) => due > OPENS && due < CLOSES - 2 * SECOND);
    expect(lengths(held.map((row) => ({ ...row, due: 0 })))).toEqual([CLOSES]);
    expect([...new Set(held.map((row) => row.class))]).toEqual(['full']);
    // The mocks had said all of it long before.
    expect(record.attempts.filter(({ started, ended }) => ended - started > SERVICE + 1)).toEqual([]);
  });

  it('is given up by an app with a timeout, and tells the mock so', () => {
    const record = played([{ toxic: 'stall', stream: 'downstream' }], { id: 'pass-through' });
    expect(lengths(record.responses.filter(({ due }) => due > OPENS && due < CLOSES - 4 * SECOND))).toEqual([
      3_000,
    ]);
    const thin = played(
      [{ toxic: 'latency', stream: 'downstream', attributes: { latency: 5_000, jitter: 0 } }],
      {
        ...{ id: 'pass-through', faults: [{ fault: 'slow-first-token', params: { by: '5s' } }] },
      },
    );
    expect(
      thin.attempts.filter(({ outcome, endedBy }) => outcome === 'abandoned' && endedBy === 'subject').length,
    ).toBeGreaterThan(300);
  });

  it('cuts a stream in its middle, as many tokens as came through being out', () => {
    const record = played([{ toxic: 'limit_data', attributes: { bytes: 600 + 130 * 10 } }], {
      streamed: true,
    });
    const rows = within(record);
    // The tenth token is out after nine gaps; then the end. Rounding decides whether the mock counts it.
    expect(lengths(rows)).toEqual([Math.round(237.5 + 9 * 12.5)]);
    expect(
      record.attempts
        .filter(({ outcome, started }) => outcome === 'abandoned' && started >= OPENS)
        .every(({ tokensOut }) => tokensOut === 10 || tokensOut === 9),
    ).toBe(true);
  });

  it('hurts the share that it is told to, drawn for each connection', () => {
    const record = played([{ toxic: 'refuse', toxicity: 0.3 }]);
    const during = record.connections.filter(({ opened }) => opened >= OPENS && opened < CLOSES);
    const refused = during.filter(({ endedBy }) => endedBy === 'refused').length;
    // Four deviations of 400 draws.
    expect(Math.abs(refused / during.length - 0.3)).toBeLessThan(4 * Math.sqrt((0.3 * 0.7) / during.length));
  });

  it('gives each user one end, and the same record twice', () => {
    const windows = [
      { toxic: 'reset_peer', attributes: { timeout: 100 }, toxicity: 0.5 },
      { toxic: 'latency', stream: 'both' as const },
    ];
    const record = played(windows, { id: 'hedge', streamed: true });
    const { arrivals } = record.plan;
    expect(record.responses).toHaveLength(arrivals.kind === 'open' ? arrivals.count : -1);
    expect(played(windows, { id: 'hedge', streamed: true })).toEqual(record);
  });
});

describe('what can’t be modelled', () => {
  const { plan } = played([]);
  const withToxic = (window: Partial<ToxicWindow>): string | null =>
    unplayableIn({ ...plan, network: [toxicWindowOf({ on: 'primary', ...window })] });

  it('is named', () => {
    expect(withToxic({ on: 'db' })).toMatch(/it hurts db/);
    expect(withToxic({ toxic: 'packet_loss' })).toMatch(/packet_loss/);
    expect(withToxic({ toxic: 'bandwidth', attributes: { rate: 20, shared: 1 } })).toMatch(/shared/);
    const others = toxics.map(({ type }) => type).filter((type) => type !== 'packet_loss');
    for (const toxic of [...others, 'down']) expect(withToxic({ toxic, attributes: {} }), toxic).toBeNull();
  });
});
