import { describe, expect, it } from 'vitest';
import { Bench, type BenchLink, type Fixture } from '../../support/toxic-bench.js';

function shown(link: BenchLink): readonly unknown[] {
  const { deliveries, endedAt, resetAt } = link.outcome();
  return [deliveries.map(({ at, bytes }) => [at, bytes.length]), endedAt, resetAt];
}

/** Three bytes at each of these times. */
function started(bench: Bench, fixture: Fixture, times: readonly number[]): BenchLink {
  const link = bench.link(fixture);
  for (const at of times) bench.at(at, () => link.read(new Uint8Array(3)));
  return link;
}

describe('what loses', () => {
  const rows: readonly [string, Fixture, readonly number[], readonly unknown[]][] = [
    [
      'ends after its time without a chunk',
      { type: 'timeout', attributes: { timeout: 100 } },
      [],
      [[], 100, null],
    ],
    [
      'is put off by each chunk',
      { type: 'timeout', attributes: { timeout: 100 } },
      [50, 140],
      [[], 240, null],
    ],
    ['of 0 never ends by itself', { type: 'timeout', attributes: { timeout: 0 } }, [50], [[], null, null]],
    [
      'below 0 never ends by itself',
      { type: 'timeout', attributes: { timeout: -1 } },
      [50],
      [[], null, null],
    ],
    [
      'leaves a silent connection alone',
      { type: 'reset_peer', attributes: { timeout: 100 } },
      [],
      [[], null, null],
    ],
    [
      'comes its time after the first chunk',
      { type: 'reset_peer', attributes: { timeout: 100 } },
      [5, 90],
      [[], null, 105],
    ],
    ['of 0 comes with the first chunk', { type: 'reset_peer', attributes: {} }, [5], [[], null, 5]],
    [
      'below 0 comes with the first chunk',
      { type: 'reset_peer', attributes: { timeout: -9 } },
      [5],
      [[], null, 5],
    ],
    [
      'cuts the chunk that crosses it',
      { type: 'limit_data', attributes: { bytes: 4 } },
      [0, 5, 9],
      [
        [
          [0, 3],
          [5, 1],
        ],
        5,
        null,
      ],
    ],
    [
      'ends on an exact hit',
      { type: 'limit_data', attributes: { bytes: 6 } },
      [0, 5, 9],
      [
        [
          [0, 3],
          [5, 3],
        ],
        5,
        null,
      ],
    ],
    ['of 0 ends on the first chunk', { type: 'limit_data', attributes: {} }, [7], [[], 7, null]],
    [
      'below 0 ends on the first chunk',
      { type: 'limit_data', attributes: { bytes: -4 } },
      [7],
      [[], 7, null],
    ],
    [
      'cuts though busy',
      { type: 'limit_time', attributes: { time: 10 } },
      [0, 4, 8, 12],
      [
        [
          [0, 3],
          [4, 3],
          [8, 3],
        ],
        10,
        null,
      ],
    ],
    ['of 0 ends at once', { type: 'limit_time', attributes: {} }, [4], [[], 0, null]],
    [
      'loses all at a rate of 1',
      { type: 'packet_loss', attributes: { loss_rate: 1 } },
      [0, 4],
      [[], null, null],
    ],
    [
      'loses nothing at a rate of 0',
      { type: 'packet_loss', attributes: { correlation: 1 } },
      [0, 4],
      [
        [
          [0, 3],
          [4, 3],
        ],
        null,
        null,
      ],
    ],
    [
      'clamps what is too high',
      { type: 'packet_loss', attributes: { loss_rate: 7.5 } },
      [0, 4],
      [[], null, null],
    ],
  ];

  it.each(rows)('%s: %j', (_, fixture, times, out) => {
    const bench = new Bench();
    const link = started(bench, fixture, times);
    bench.run();
    expect(shown(link)).toEqual(out);
  });

  it.each(['timeout', 'limit_data', 'limit_time', 'packet_loss'])(
    '%s lets the end of its source through',
    (type) => {
      const bench = new Bench();
      const link = bench.link({ type, attributes: { timeout: 100, bytes: 100, time: 100 } });
      bench.at(20, () => link.endSource());
      bench.run();
      expect(shown(link)).toEqual([[], 20, null]);
    },
  );

  it('reset_peer is set off by an end too', () => {
    const bench = new Bench();
    const link = bench.link({ type: 'reset_peer', attributes: { timeout: 100 } });
    bench.at(20, () => link.endSource());
    bench.run();
    expect(shown(link)).toEqual([[], null, 120]);
  });

  it('packet_loss loses its share, and more right after a loss', () => {
    const lost = (attributes: Fixture['attributes']): number => {
      const bench = new Bench();
      const link = bench.link({ type: 'packet_loss', attributes: attributes ?? {} });
      for (let count = 0; count < 4000; count += 1) link.read(new Uint8Array(1));
      return 1 - link.outcome().deliveries.length / 4000;
    };
    expect(lost({ loss_rate: 0.25 })).toBeCloseTo(0.25, 1);
    // The share x for which x = 0.25 + 0.5 x.
    expect(lost({ loss_rate: 0.25, correlation: 0.5 })).toBeCloseTo(0.5, 1);
  });
});

describe('a live change', () => {
  const rows: readonly [string, string, Fixture['attributes'], readonly unknown[]][] = [
    ['counts reset_peer from its first chunk', 'reset_peer', { timeout: 60 }, [[], null, 60]],
    ['into the past resets at once', 'reset_peer', { timeout: 20 }, [[], null, 50]],
    ['below what has passed ends with the next chunk', 'limit_data', { bytes: 2 }, [[[0, 3]], 70, null]],
    [
      'counts what has passed on',
      'limit_data',
      { bytes: 4 },
      [
        [
          [0, 3],
          [70, 1],
        ],
        70,
        null,
      ],
    ],
    ['counts limit_time from its beginning', 'limit_time', { time: 60 }, [[[0, 3]], 60, null]],
    ['of packet_loss holds from the next chunk', 'packet_loss', { loss_rate: 1 }, [[[0, 3]], null, null]],
  ];

  it.each(rows)('%s: %s %j', (_, type, attributes, out) => {
    const bench = new Bench();
    const before = { timeout: 1000, bytes: 100, time: 1000, loss_rate: 0 };
    const link = started(bench, { type, attributes: before }, [0, 70]);
    bench.at(50, () => link.update(0, attributes ?? {}));
    bench.run();
    expect(shown(link)).toEqual(out);
  });

  it('restarts the clock of timeout', () => {
    const bench = new Bench();
    const link = started(bench, { type: 'timeout', attributes: { timeout: 1000 } }, [0]);
    bench.at(50, () => link.update(0, { timeout: 100 }));
    bench.run();
    expect(shown(link)).toEqual([[], 150, null]);
  });

  it.each<[string, string, readonly unknown[]]>([
    ['ends the connection', 'timeout', [[], 50, null]],
    ['resets what was under way', 'reset_peer', [[], null, 50]],
    [
      'lets the rest through',
      'limit_data',
      [
        [
          [0, 3],
          [70, 3],
        ],
        null,
        null,
      ],
    ],
    [
      'lets it live',
      'limit_time',
      [
        [
          [0, 3],
          [70, 3],
        ],
        null,
        null,
      ],
    ],
    [
      'lets the rest through',
      'packet_loss',
      [
        [
          [0, 3],
          [70, 3],
        ],
        null,
        null,
      ],
    ],
  ])('that takes it away %s: %s', (_, type, out) => {
    const bench = new Bench();
    const attributes = { timeout: 1000, bytes: 5, time: 60 };
    const link = started(bench, { type, attributes }, [0, 70]);
    bench.at(50, () => link.remove(0));
    bench.run();
    expect(shown(link)).toEqual(out);
  });

  it('that takes reset_peer away before its first chunk leaves the connection alone', () => {
    const bench = new Bench();
    const link = started(bench, { type: 'reset_peer' }, [70]);
    bench.at(50, () => link.remove(0));
    bench.run();
    expect(shown(link)).toEqual([[[70, 3]], null, null]);
  });
});
