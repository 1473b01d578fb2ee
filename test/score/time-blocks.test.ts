import { expect, describe, it } from 'vitest';
import { viewOf } from '../../src/catalog/measures/view.js';
import { scoreRecord } from '../../src/score/score.js';
import { axisOf, drawBlocks } from '../../src/score/time-blocks.js';
import { failing, planOf, playRecord, windowOf } from '../support/record.js';

const FLAPPING = { kind: 'flapping', on: 5_000, off: 5_000 } as const;
const flapping = planOf({ windows: [windowOf({ schedule: FLAPPING })] });

describe('blocks of an outage that comes and goes', () => {
  it('never reach from one into the other, and are as many seconds as there are, but for rounding', () => {
    const axis = axisOf(viewOf(playRecord(() => null, { plan: flapping })), 'outage');
    // Twenty seconds in blocks of three are seven; each side has its own.
    expect(axis.blocks).toBe(14);
    let chance = 0;
    const ends =
      drawBlocks(new Map([['outage', axis]]), () => (chance = (chance + 0.37) % 1)).get('outage') ?? [];
    expect(ends).toHaveLength(28);
    for (let at = 0; at < ends.length; at += 2) {
      const [start = 0, end = 0] = [ends[at], ends[at + 1]];
      expect(end - start).toBe(3);
      expect(Math.floor(start / 20)).toBe(Math.floor((end - 1) / 20));
    }
  });

  it('leave nothing to chance where the plan alone decides', () => {
    const isDown = (index: number): boolean => Math.floor(index / 100) % 2 === 0;
    const record = playRecord(
      (phase, index) =>
        phase === 'outage' && isDown(index)
          ? { class: 'honest-error', latency: 80, attempts: failing(1) }
          : null,
      { plan: flapping },
    );
    const { score, interval } = scoreRecord(record);
    // Twenty users a second: the first five seconds all fail, the next five none does.
    expect(interval?.[0]).toBe(score);
    expect((interval?.[1] ?? 100) - (score ?? 0)).toBeLessThanOrEqual(0.1 + 1e-9);
  });

  it('let a storm reach its ceiling, though the provider is well half of the time', () => {
    // Twenty users a second: for five seconds ten calls each, for five one; 5.5 in the mean, and more than 4 for sure.
    const record = playRecord(
      (phase, index) =>
        phase === 'outage' && Math.floor(index / 100) % 2 === 0
          ? { class: 'honest-error', latency: 80, attempts: failing(10) }
          : null,
      { plan: flapping },
    );
    const { terms, caps } = scoreRecord(record);
    const seen = terms.find(({ id }) => id === 'amplification');
    expect(seen?.interval?.low).toBeCloseTo(5.5, 9);
    expect(seen?.interval?.high).toBeCloseTo(5.5, 9);
    expect(caps.find(({ id }) => id === 'retries')?.state).toMatch(/^(reached|binding)$/);
  });
});
