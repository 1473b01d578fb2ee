import { describe, expect, it } from 'vitest';
import { viewOf } from '../../src/catalog/measures/view.js';
import { scoreRecord } from '../../src/score/score.js';
import { strataOf } from '../../src/score/strata.js';
import { axisOf, drawBlocks } from '../../src/score/time-blocks.js';
import { failing, phaseOf, planOf, playRecord, toxicWindowOf, windowOf } from '../support/record.js';

const FLAPPING = { kind: 'flapping', on: 5_000, off: 5_000 } as const;
const flapping = planOf({ windows: [windowOf({ schedule: FLAPPING })] });
const seconds = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, at) => from + at);
const starts = seconds(20, 60).map((second) => 1000 * second);

describe('seconds that the plan made alike', () => {
  it('are all of an outage that stays the same', () => {
    expect(strataOf(planOf(), 'outage', starts)).toEqual([seconds(0, 40)]);
  });

  it('are those with the fault and those without it, where it comes and goes', () => {
    const [down = [], up = []] = strataOf(flapping, 'outage', starts);
    expect(down).toEqual([0, 10, 20, 30].flatMap((from) => seconds(from, from + 5)));
    expect(up).toEqual([5, 15, 25, 35].flatMap((from) => seconds(from, from + 5)));
  });

  it('are those of each phase, and of each set of windows, of the network too', () => {
    const phases = [phaseOf('one', 'outage', 20_000, 40_000), phaseOf('two', 'outage', 40_000, 60_000)];
    const network = [toxicWindowOf({ opens: 50_000, closes: 60_000 })];
    expect(strataOf(planOf({ phases, network }), 'outage', starts)).toEqual([
      seconds(0, 20),
      seconds(20, 30),
      seconds(30, 40),
    ]);
  });

  it('stay with the others that are rare, where there are fewer than four', () => {
    const windows = [25_000, 30_000].map((opens, at) =>
      windowOf({ id: `w${at + 2}`, opens, closes: opens + 3_000 }),
    );
    const [most, rare] = strataOf(planOf({ windows: [windowOf(), ...windows] }), 'outage', starts);
    expect(most).toHaveLength(34);
    expect(rare).toEqual([5, 6, 7, 10, 11, 12]);
  });
});

describe('blocks of them', () => {
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
});
