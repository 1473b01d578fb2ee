import { describe, expect, it } from 'vitest';
import { latency } from '../../../src/catalog/toxics/latency.js';
import { Bench, feed, fixture, shown, type Fixture, type Times } from '../../support/toxic-bench.js';

/** Chunks in, chunks out, and when the end came out after it went in behind the last chunk. */
function played(fixtures: readonly Fixture[], chunks: Times, endAt: number): [Times, number | null] {
  const bench = new Bench();
  const link = bench.link(...fixtures);
  feed(bench, link, chunks);
  bench.at(endAt, () => link.endSource());
  bench.run();
  return [shown(link), link.outcome().endedAt];
}

interface Row {
  readonly says: string;
  readonly toxics: readonly Fixture[];
  readonly chunks: Times;
  readonly endAt: number;
  readonly out: Times;
  readonly end: number | null;
}

const ROWS: readonly Row[] = [
  {
    says: 'noop passes all at once',
    toxics: [fixture('noop')],
    chunks: [
      [0, 3],
      [7, 4],
    ],
    endAt: 9,
    out: [
      [0, 3],
      [7, 4],
    ],
    end: 9,
  },
  {
    says: 'refuse leaves alone whoever is connected',
    toxics: [fixture('refuse')],
    chunks: [[0, 3]],
    endAt: 9,
    out: [[0, 3]],
    end: 9,
  },
  {
    says: 'latency delays each chunk by itself, and the end only behind them',
    toxics: [fixture('latency', { latency: 500 })],
    chunks: [
      [0, 1],
      [100, 2],
      [550, 3],
    ],
    endAt: 560,
    out: [
      [500, 1],
      [600, 2],
      [1050, 3],
    ],
    end: 1050,
  },
  {
    says: 'latency does not delay an end alone',
    toxics: [fixture('latency', { latency: 500 })],
    chunks: [[0, 1]],
    endAt: 800,
    out: [[500, 1]],
    end: 800,
  },
  {
    says: 'two latencies add up, for chunks that queued too',
    toxics: [fixture('latency', { latency: 500 }), fixture('latency', { latency: 500 })],
    chunks: [
      [0, 1],
      [100, 2],
    ],
    endAt: 100,
    out: [
      [1000, 1],
      [1100, 2],
    ],
    end: 1100,
  },
  {
    says: 'a negative latency is no wait',
    toxics: [fixture('latency', { latency: -500 })],
    chunks: [[3, 1]],
    endAt: 4,
    out: [[3, 1]],
    end: 4,
  },
  {
    says: 'a precise latency keeps the same times',
    toxics: [fixture('latency', { latency: 5, precise: 1 })],
    chunks: [[3, 1]],
    endAt: 4,
    out: [[8, 1]],
    end: 8,
  },
  {
    says: 'bandwidth lets bytes leave at the end of the time that they take',
    toxics: [fixture('bandwidth', { rate: 10 })],
    chunks: [
      [0, 500],
      [10, 100],
      [200, 100],
    ],
    endAt: 200,
    out: [
      [50, 500],
      [60, 100],
      [210, 100],
    ],
    end: 210,
  },
  {
    says: 'bandwidth cuts into slices of 100 ms',
    toxics: [fixture('bandwidth', { rate: 10 })],
    chunks: [[0, 2500]],
    endAt: 1,
    out: [
      [100, 1000],
      [200, 1000],
      [250, 500],
    ],
    end: 250,
  },
  {
    says: 'latency behind bandwidth adds up',
    toxics: [fixture('bandwidth', { rate: 10 }), fixture('latency', { latency: 30 })],
    chunks: [[0, 500]],
    endAt: 1,
    out: [[80, 500]],
    end: 80,
  },
  {
    says: 'a bandwidth of 0 blocks',
    toxics: [fixture('bandwidth', { rate: 0 })],
    chunks: [[0, 500]],
    endAt: 1,
    out: [],
    end: null,
  },
  {
    says: 'so does a negative one',
    toxics: [fixture('bandwidth', { rate: -1 })],
    chunks: [[0, 500]],
    endAt: 1,
    out: [],
    end: null,
  },
  {
    says: 'slow_close keeps the end for its delay',
    toxics: [fixture('slow_close', { delay: 300 })],
    chunks: [[0, 5]],
    endAt: 10,
    out: [[0, 5]],
    end: 310,
  },
  {
    says: 'slow_open delays the first chunk, and what waits behind it',
    toxics: [fixture('slow_open', { delay: 300 })],
    chunks: [
      [10, 5],
      [20, 6],
      [400, 7],
    ],
    endAt: 401,
    out: [
      [310, 5],
      [310, 6],
      [400, 7],
    ],
    end: 401,
  },
  {
    says: 'slicer halves until the slices are near the average, and pauses after the last one too',
    toxics: [fixture('slicer', { average_size: 2, delay: 3000 })],
    chunks: [[0, 8]],
    endAt: 1,
    out: [
      [0, 2],
      [3, 2],
      [6, 2],
      [9, 2],
    ],
    end: 12,
  },
  {
    says: 'slicer lets the next chunk wait for the pause after the one before',
    toxics: [fixture('slicer', { average_size: 10, delay: 5000 })],
    chunks: [
      [0, 8],
      [1, 8],
      [50, 1],
    ],
    endAt: 60,
    out: [
      [0, 8],
      [5, 8],
      [50, 1],
    ],
    end: 60,
  },
  {
    says: 'slicer of an average of 0 passes chunks whole',
    toxics: [fixture('slicer', { delay: 2000 })],
    chunks: [[0, 8]],
    endAt: 0,
    out: [[0, 8]],
    end: 2,
  },
  {
    says: 'slicer of a variation that outweighs a negative average passes chunks whole',
    toxics: [fixture('slicer', { average_size: -3, size_variation: 3 })],
    chunks: [[0, 8]],
    endAt: 0,
    out: [[0, 8]],
    end: 0,
  },
  {
    says: 'stall lets nothing through, the end included',
    toxics: [fixture('stall')],
    chunks: [[0, 8]],
    endAt: 9,
    out: [],
    end: null,
  },
];

describe('what delays', () => {
  it.each(ROWS)('$says', ({ toxics, chunks, endAt, out, end }) => {
    expect(played(toxics, chunks, endAt)).toEqual([out, end]);
  });

  it('draws jitter around the latency, from -jitter to below jitter', () => {
    const bench = new Bench();
    const delays = Array.from({ length: 400 }, () => {
      const link = bench.link(fixture('latency', { latency: 100, jitter: 20 }));
      bench.at(0, () => link.read(new Uint8Array(1)));
      return link;
    });
    bench.run();
    const times = delays.flatMap((link) => shown(link).map(([at]) => at));
    expect(new Set(times).size).toBe(40);
    expect([Math.min(...times), Math.max(...times)]).toEqual([80, 119]);
  });

  it('waits for a latency longer than any timer, in steps', () => {
    const days = 86_400_000;
    const [out] = played([fixture('latency', { latency: 100 * days })], [[0, 1]], 1);
    expect(out).toEqual([[100 * days, 1]]);
  });

  it('slices 480,000 bytes into 240 to 720 slices at 1,024 and 512', () => {
    const [out] = played([fixture('slicer', { average_size: 1024, size_variation: 512 })], [[0, 480_000]], 1);
    expect(out.length).toBeGreaterThanOrEqual(240);
    expect(out.length).toBeLessThanOrEqual(720);
    expect(Math.max(...out.map(([, length]) => length))).toBeLessThanOrEqual(1024 + 512);
  });
});

describe('many small slices', () => {
  it('leave some hundred at a time, in order and without a pause, so that others have their turn', () => {
    const bench = new Bench();
    const link = bench.link(fixture('slicer', { average_size: 1 }));
    const bytes = Uint8Array.from({ length: 1000 }, (_, index) => index % 251);
    bench.at(5, () => link.read(bytes));
    bench.at(5, () => expect(shown(link)).toHaveLength(256));
    bench.at(5, () => link.endSource());
    bench.run();
    expect(shown(link)).toEqual(Array.from({ length: 1000 }, () => [5, 1]));
    expect(link.outcome().deliveries.map((one) => one.bytes[0])).toEqual([...bytes]);
    expect(link.outcome().endedAt).toBe(5);
  });
});

describe('what latency holds', () => {
  // 32 MiB of room at 256 bytes a chunk: its place in memory, however little it carries.
  it.each([
    [1, 131_072],
    [32_768, 1024],
  ])('is within its room with chunks of %i', (length, most) => {
    const link = new Bench().link(fixture('latency', { latency: 60_000 }));
    let chunks = 0;
    for (; link.held(0) <= latency.room && chunks < 200_000; chunks += 1) link.read(new Uint8Array(length));
    expect(chunks).toBe(most + 1);
  });

  it('is nothing once it has gone, in slices too', () => {
    const bench = new Bench();
    const link = bench.link(fixture('bandwidth', { rate: 2 }));
    feed(bench, link, [[0, 1001]]);
    bench.run();
    expect(link.held(0)).toBe(0);
  });
});
