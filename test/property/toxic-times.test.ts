/** When bytes come out of latencies that are changed, shared out and taken away while they wait. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { benchOf, makerOf, type Bench, type BenchLink, type Fixture } from '../support/toxic-bench.js';

const readings = fc.array(fc.tuple(fc.nat(40), fc.integer({ min: 1, max: 4000 })), {
  minLength: 1,
  maxLength: 15,
});

interface Reading {
  readonly at: number;
  /** Bytes up to and including this chunk. */
  readonly upTo: number;
}

function readIn(bench: Bench, link: BenchLink, chunks: readonly (readonly [number, number])[]): Reading[] {
  let at = 0;
  let upTo = 0;
  return chunks.map(([after, length]) => {
    at += after;
    upTo += length;
    bench.at(at, () => link.read(new Uint8Array(length)));
    return { at, upTo };
  });
}

/** When so many bytes had come out. */
function timeOf(link: BenchLink, count: number): number {
  let seen = 0;
  for (const { at, bytes } of link.outcome().deliveries) {
    seen += bytes.length;
    if (seen >= count) return at;
  }
  return Number.POSITIVE_INFINITY;
}

const ROUNDING = 1e-6;

const delays = fc.array(fc.nat(300), { maxLength: 3 });

type Step =
  | { readonly do: 'read'; readonly length: number }
  | { readonly do: 'add'; readonly latency: number }
  | { readonly do: 'update'; readonly at: number; readonly latency: number; readonly toxicity: number }
  | { readonly do: 'remove'; readonly at: number };

const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('read' as const), length: fc.integer({ min: 1, max: 4000 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('add' as const), latency: fc.nat(300) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('update' as const),
      at: fc.nat(2),
      latency: fc.nat(300),
      toxicity: fc.nat(1),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('remove' as const), at: fc.nat(2) }) },
);

function latencyOf(latency: number): Fixture {
  return { type: 'latency', attributes: { latency } };
}

function edit(link: BenchLink, step: Step): void {
  if (step.do === 'add') link.add(latencyOf(step.latency));
  if (step.do === 'update') link.update(step.at, { latency: step.latency }, step.toxicity);
  if (step.do === 'remove') link.remove(step.at);
}

/** The same, of what is known of the chain. */
function change(now: { latency: number; toxicity: number }[], step: Step): void {
  if (step.do === 'add') now.push({ latency: step.latency, toxicity: 1 });
  if (step.do === 'remove') now.splice(step.at, 1);
  if (step.do === 'update' && step.at < now.length)
    now[step.at] = { latency: step.latency, toxicity: step.toxicity };
}

describe('no byte comes out early', () => {
  it('through latencies, which add up', () => {
    fc.assert(
      fc.property(fc.nat(), fc.array(fc.nat(300), { maxLength: 4 }), readings, (seed, delays, chunks) => {
        const bench = benchOf(seed);
        const link = bench.link(...delays.map((latency) => ({ type: 'latency', attributes: { latency } })));
        const total = delays.reduce((sum, delay) => sum + delay, 0);
        const read = readIn(bench, link, chunks);
        bench.run();
        for (const { at, upTo } of read) {
          const late = timeOf(link, upTo) - at - total;
          expect(late).toBeGreaterThanOrEqual(-ROUNDING);
          // Each timer is at most 3 ms late.
          expect(late).toBeLessThanOrEqual(3 * delays.length + ROUNDING);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('through latencies that come, change and go: only what is inside at an edit may', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        delays,
        fc.array(fc.tuple(fc.nat(60), steps), { maxLength: 30 }),
        (seed, start, story) => {
          const bench = benchOf(seed);
          const link = bench.link(...start.map(latencyOf));
          const now = start.map((latency) => ({ latency, toxicity: 1 }));
          const read: (Reading & { readonly total: number })[] = [];
          const edits: number[] = [];
          let at = 0;
          let upTo = 0;
          for (const [after, step] of story) {
            at += after;
            const moment = at;
            if (step.do === 'read') {
              upTo += step.length;
              const total = now.reduce((sum, { latency, toxicity }) => sum + latency * toxicity, 0);
              read.push({ at: moment, upTo, total });
              bench.at(moment, () => link.read(new Uint8Array(step.length)));
            } else {
              edits.push(moment);
              change(now, step);
              bench.at(moment, () => edit(link, step));
            }
          }
          bench.at(at, () => link.endSource());
          bench.run();
          for (const { at: came, upTo: count, total } of read) {
            const left = timeOf(link, count);
            const isReleased = edits.some((moment) => moment >= came && moment <= left);
            if (!isReleased) expect(left - came - total).toBeGreaterThanOrEqual(-ROUNDING);
          }
          const { deliveries, endedAt } = link.outcome();
          expect(deliveries.reduce((sum, { bytes }) => sum + bytes.length, 0)).toBe(upTo);
          expect(endedAt).toBeGreaterThanOrEqual(deliveries.at(-1)?.at ?? 0);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('through a bandwidth, at any moment since any chunk was read', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 500 }), readings, (seed, rate, chunks) => {
        const bench = benchOf(seed);
        const link = bench.link({ type: 'bandwidth', attributes: { rate } });
        const read = readIn(bench, link, chunks);
        bench.run();
        let before = 0;
        for (const { at, upTo } of read) {
          let seen = 0;
          for (const { at: left, bytes } of link.outcome().deliveries) {
            seen += bytes.length;
            if (seen > before) expect(seen - before).toBeLessThanOrEqual(rate * (left - at) + ROUNDING);
          }
          before = upTo;
        }
      }),
      { numRuns: 150 },
    );
  });

  it('through a bandwidth that links share, and none waits for much longer than all need together', () => {
    const many = fc.array(readings, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 500 }), many, (seed, rate, all_) => {
        const bench = benchOf(seed);
        const maker = makerOf('bandwidth');
        const links = all_.map((chunks) => {
          const link = bench.link({ type: 'bandwidth', attributes: { rate, shared: 1 }, maker });
          return { link, read: readIn(bench, link, chunks) };
        });
        bench.run();
        const first = Math.min(...links.map(({ read }) => read[0]?.at ?? 0));
        const last = Math.max(...links.map(({ read }) => read.at(-1)?.at ?? 0));
        const out = links.flatMap(({ link }) => link.outcome().deliveries).toSorted((a, b) => a.at - b.at);
        let seen = 0;
        for (const { at, bytes } of out) {
          seen += bytes.length;
          expect(seen).toBeLessThanOrEqual(rate * (at - first) + ROUNDING);
        }
        expect(seen).toBe(links.reduce((sum, { read }) => sum + (read.at(-1)?.upTo ?? 0), 0));
        const slack = 3 * out.length;
        expect(out.at(-1)?.at ?? 0).toBeLessThanOrEqual(last + seen / rate + slack);
      }),
      { numRuns: 100 },
    );
  });

  it('through a slicer, whose slices keep their distance', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 100, max: 5000 }), readings, (seed, delay, chunks) => {
        const bench = benchOf(seed);
        const link = bench.link({
          type: 'slicer',
          attributes: { average_size: 300, size_variation: 100, delay },
        });
        readIn(bench, link, chunks);
        bench.run();
        const { deliveries } = link.outcome();
        expect(Math.max(...deliveries.map(({ bytes }) => bytes.length))).toBeLessThanOrEqual(400);
        const gaps = deliveries.slice(1).map(({ at }, index) => at - (deliveries[index]?.at ?? 0));
        for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(delay / 1000 - 3 - ROUNDING);
      }),
      { numRuns: 100 },
    );
  });
});
