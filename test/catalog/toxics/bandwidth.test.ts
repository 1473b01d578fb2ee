import { describe, expect, it } from 'vitest';
import { Bench, feed, fixture, makerOf, shown } from '../../support/toxic-bench.js';

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
