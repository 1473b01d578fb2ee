import { describe, expect, it } from 'vitest';
import { Bench, feed, fixture, shown, type Fixture, type Times } from '../../support/toxic-bench.js';

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
