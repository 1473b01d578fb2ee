import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../src/simulate/clock.js';

function rungBy(act: (clock: VirtualClock, set: (at: number, tag: number) => number) => void): string[] {
  const clock = new VirtualClock();
  const rung: string[] = [];
  const sleeper = { ring: (now: number, tag: number) => void rung.push(`${now} ${tag}`) };
  act(clock, (at, tag) => clock.set(at, sleeper, tag));
  while (clock.next() < Infinity) clock.ring();
  return rung;
}

describe('virtual time', () => {
  it('lets things happen in the order of their time, and at one time in the order in which they were set', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 50 }), { maxLength: 3_000 }), (times) => {
        const rung = rungBy((_, set) => times.forEach((at, tag) => set(at, tag)));
        const expected = times.map((at, tag) => ({ at, tag })).sort((a, b) => a.at - b.at || a.tag - b.tag);
        expect(rung).toEqual(expected.map(({ at, tag }) => `${at} ${tag}`));
      }),
      { numRuns: 50 },
    );
  });

  it('forgets what is called off, wherever it stands', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat({ max: 50 }), fc.boolean()), { maxLength: 500 }), (all) => {
        const rung = rungBy((clock, set) => {
          const slots = all.map(([at], tag) => set(at, tag));
          all.forEach(([, stays], tag) => stays || clock.cancel(slots[tag] ?? -1));
        });
        const left = all.flatMap(([at, stays], tag) => (stays ? [{ at, tag }] : []));
        left.sort((a, b) => a.at - b.at || a.tag - b.tag);
        expect(rung).toEqual(left.map(({ at, tag }) => `${at} ${tag}`));
      }),
    );
  });

  it('never goes back', () => {
    const rung = rungBy((clock, set) => {
      clock.advance(100);
      set(10, 1);
    });
    expect(rung).toEqual(['100 1']);
  });
});
