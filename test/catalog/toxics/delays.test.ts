import { describe, expect, it } from 'vitest';
import { latency } from '../../../src/catalog/toxics/latency.js';
import { Bench, makerOf, type BenchLink, type Fixture } from '../../support/toxic-bench.js';

type Times = readonly (readonly [at: number, length: number])[];

function shown(link: BenchLink): Times {
  return link.outcome().deliveries.map(({ at, bytes }) => [at, bytes.length]);
}

function feed(bench: Bench, link: BenchLink, chunks: Times): void {
  for (const [at, length] of chunks) bench.at(at, () => link.read(new Uint8Array(length)));
}

/** Chunks in, chunks out, and when the end came out after it went in behind the last chunk. */
function played(fixtures: readonly Fixture[], chunks: Times, endAt: number): [Times, number | null] {
  const bench = new Bench();
  const link = bench.link(...fixtures);
  feed(bench, link, chunks);
  bench.at(endAt, () => link.endSource());
  bench.run();
  return [shown(link), link.outcome().endedAt];
}

function fixture(type: string, attributes: Fixture['attributes'] = {}): Fixture {
  return { type, attributes };
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

describe('the rate of bandwidth', () => {
  it('holds over many chunks although every timer is late', () => {
    const bench = new Bench({ lateness: () => 1.3 });
    const link = bench.link(fixture('bandwidth', { rate: 1000 }));
    const feedNext = (left: number): void => {
      if (left === 0) return;
      // As a link does: it reads on once there is room again.
      if (link.held(0) <= 65_536) {
        link.read(new Uint8Array(32_768));
        bench.at(bench.now() + 0.2, () => feedNext(left - 1));
      } else bench.at(bench.now() + 0.2, () => feedNext(left));
    };
    bench.at(0, () => feedNext(100));
    bench.run();
    const last = shown(link).at(-1)?.[0] ?? 0;
    expect(last).toBeGreaterThanOrEqual(3276.8);
    expect(last).toBeLessThan(3280);
  });

  it('holds where timers are coarser than the time of a chunk', () => {
    const bench = new Bench({ lateness: () => 1.3 });
    const link = bench.link(fixture('bandwidth', { rate: 100_000 }));
    let left = 1000;
    const feedOn = (): void => {
      while (left > 0 && link.held(0) <= 65_536) {
        link.read(new Uint8Array(32_768));
        left -= 1;
      }
      if (left > 0) bench.at(bench.now() + 0.2, feedOn);
    };
    bench.at(0, feedOn);
    bench.run();
    const last = shown(link).at(-1)?.[0] ?? 0;
    expect(last).toBeGreaterThanOrEqual(327.68);
    expect(last).toBeLessThan(335);
  });

  it('is one for all links where it is shared, and goes round among them', () => {
    const bench = new Bench();
    const maker = makerOf('bandwidth');
    const links = [1, 2].map(() =>
      bench.link({ type: 'bandwidth', attributes: { rate: 10, shared: 1 }, maker }),
    );
    for (const link of links) feed(bench, link, [[0, 2000]]);
    bench.run();
    expect(links.map(shown)).toEqual([
      [
        [100, 1000],
        [300, 1000],
      ],
      [
        [200, 1000],
        [400, 1000],
      ],
    ]);
  });

  it('is free at once for all links that share it when it is raised', () => {
    const bench = new Bench();
    const maker = makerOf('bandwidth');
    const links = [1, 2].map(() =>
      bench.link({ type: 'bandwidth', attributes: { rate: 1, shared: 1 }, maker }),
    );
    for (const link of links)
      feed(bench, link, [
        [0, 100],
        [1, 1000],
      ]);
    bench.at(50, () => links.forEach((link) => link.update(0, { rate: 100, shared: 1 })));
    bench.run();
    expect(links.map(shown)).toEqual([
      [
        [50, 100],
        [60, 1000],
      ],
      [
        [50, 100],
        [70, 1000],
      ],
    ]);
  });
});

describe('a live change', () => {
  it.each<[string, Fixture, Fixture['attributes'], Times]>([
    [
      'releases the chunk that latency delays, and gives the rest the new delay',
      fixture('latency', { latency: 1000 }),
      { latency: 200 },
      [
        [50, 1],
        [220, 2],
      ],
    ],
    [
      'of bandwidth lets the rest flow at the new rate',
      fixture('bandwidth', { rate: 0 }),
      { rate: 1 },
      [
        [50, 1],
        [52, 2],
      ],
    ],
    ['that leaves a rate of 0 lets nothing out', fixture('bandwidth', { rate: 0 }), { rate: -5 }, []],
    ['does not open a stall', fixture('stall'), {}, []],
    [
      'releases the first chunk of slow_open',
      fixture('slow_open', { delay: 500 }),
      { delay: 900 },
      [
        [50, 1],
        [50, 2],
      ],
    ],
    [
      'passes the rest of a chunk that is being sliced as one piece',
      fixture('slicer', { average_size: 1, delay: 60_000 }),
      { average_size: 1, delay: 5000 },
      [
        [0, 1],
        [50, 2],
      ],
    ],
  ])('%s', (_, before, after, out) => {
    const bench = new Bench();
    const link = bench.link(before);
    feed(bench, link, [
      [0, 1],
      [20, 2],
    ]);
    bench.at(50, () => link.update(0, after ?? {}));
    bench.run(10_000);
    expect(shown(link)).toEqual(out);
  });

  it.each<[Fixture, Fixture['attributes'], Times]>([
    [
      fixture('latency', { latency: 10 }),
      { latency: 200 },
      [
        [10, 1],
        [300, 1000],
      ],
    ],
    [
      fixture('bandwidth', { rate: 1 }),
      { rate: 10 },
      [
        [1, 1],
        [200, 1000],
      ],
    ],
  ])('of an idle $type counts for what comes later', (before, after, out) => {
    const bench = new Bench();
    const link = bench.link(before);
    feed(bench, link, [
      [0, 1],
      [100, 1000],
    ]);
    bench.at(50, () => link.update(0, after ?? {}));
    bench.run();
    expect(shown(link)).toEqual(out);
  });

  it.each([
    fixture('latency', { latency: 1000 }),
    fixture('bandwidth', { rate: 0 }),
    fixture('slow_open', { delay: 1000 }),
    fixture('stall'),
  ])('$type lets all flow on, the end included, when it is taken away', (toxic) => {
    const bench = new Bench();
    const link = bench.link(toxic);
    feed(bench, link, [
      [0, 1],
      [20, 2],
    ]);
    bench.at(30, () => link.endSource());
    bench.at(50, () => link.remove(0));
    bench.run();
    expect([shown(link), link.outcome().endedAt]).toEqual([
      [
        [50, 1],
        [50, 2],
      ],
      50,
    ]);
  });

  it('starts the wait of slow_close anew, and ends at once when it is taken away', () => {
    const bench = new Bench();
    const links = [1, 2].map(() => bench.link(fixture('slow_close', { delay: 100 })));
    bench.at(0, () => links.forEach((link) => link.endSource()));
    bench.at(50, () => links[0]?.update(0, { delay: 80 }));
    bench.at(60, () => links[1]?.remove(0));
    bench.run();
    expect(links.map((link) => link.outcome().endedAt)).toEqual([130, 60]);
  });
});
