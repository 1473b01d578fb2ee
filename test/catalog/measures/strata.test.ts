import { describe, expect, it } from 'vitest';
import { strataOf } from '../../../src/catalog/measures/derived/strata.js';
import { phaseOf, planOf, toxicWindowOf, windowOf } from '../../support/record.js';

const seconds = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, at) => from + at);
const starts = seconds(20, 60).map((second) => 1000 * second);
const times = (count: number, stratum: number): number[] => Array.from({ length: count }, () => stratum);

describe('seconds that the plan made alike', () => {
  it('are all of an outage that stays the same', () => {
    expect(strataOf(planOf(), starts)).toEqual(times(40, 1));
  });

  it('are those with the fault and those without it, where it comes and goes', () => {
    const schedule = { kind: 'flapping', on: 5_000, off: 5_000 } as const;
    const turn = [...times(5, 1), ...times(5, 2)];
    expect(strataOf(planOf({ windows: [windowOf({ schedule })] }), starts)).toEqual([
      ...turn,
      ...turn,
      ...turn,
      ...turn,
    ]);
  });

  it('are those of each phase, and of each set of windows, of the network too', () => {
    const phases = [phaseOf('one', 'outage', 20_000, 40_000), phaseOf('two', 'outage', 40_000, 60_000)];
    const network = [toxicWindowOf({ opens: 50_000, closes: 60_000 })];
    expect(strataOf(planOf({ phases, network }), starts)).toEqual([
      ...times(20, 1),
      ...times(10, 2),
      ...times(10, 3),
    ]);
  });

  it('stay with the others that are rare, where there are fewer than four', () => {
    const windows = [25_000, 30_000].map((opens, at) =>
      windowOf({ id: `w${at + 2}`, opens, closes: opens + 3_000 }),
    );
    expect(strataOf(planOf({ windows: [windowOf(), ...windows] }), starts)).toEqual([
      ...times(5, 1),
      ...times(3, 0),
      ...times(2, 1),
      ...times(3, 0),
      ...times(27, 1),
    ]);
  });
});
