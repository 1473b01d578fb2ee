import { describe, expect, it } from 'vitest';
import { scoreRecord } from '../../src/score/score.js';
import type { Resampled, Spread } from '../../src/score/band.js';
import { termChanges, type Side } from '../../src/score/term-changes.js';
import { playRecord } from '../support/record.js';

const BLANK = scoreRecord(
  playRecord(() => null),
  undefined,
  'plug-in',
);
const NOTHING = { low: 0, high: 0 };
/** Of nine degrees of freedom; beyond 2.2622 on either side lies one in twenty, beyond 4.2968 one in five hundred. */
const FREEDOM = 9;

interface Made {
  readonly points: number;
  /** Half of its own 95 %; null where it has no interval. */
  readonly half: number | null;
}

/** Terms whose errors are their own, and stated. */
function side(terms: Readonly<Record<string, Made>>): Side {
  const spreads = Object.entries(terms).flatMap(([id, { points, half }]): [string, Spread][] =>
    half === null
      ? []
      : [[id, { draws: new Float64Array(2_000).fill(points), apart: { low: half, high: half } }]],
  );
  const drawn: Resampled = {
    ...{
      draws: new Float64Array(2_000),
      heights: new Float64Array(2_000).fill(100),
      ceilings: { low: 100, high: 100 },
      apart: NOTHING,
    },
    ...{ isThin: false, wider: 1, freedom: FREEDOM, terms: new Map(spreads) },
  };
  const [like] = BLANK.terms;
  const scored = Object.entries(terms).flatMap(([id, { points }]) =>
    like === undefined ? [] : [{ ...like, id, title: id, points }],
  );
  return { scorecard: { ...BLANK, terms: scored }, drawn };
}

const still = (half: number | null): Made => ({ points: 0, half });
const moved = (points: number, half: number | null): Made => ({ points, half });

describe('a term of which both runs have an interval', () => {
  it('has the interval and the chance that arithmetic gives it', () => {
    // Halves of 3 and 4 are 5 together; a difference of 5 is at the edge of 95 %.
    const [term] = termChanges([{ before: side({ a: still(3) }), now: side({ a: moved(5, 4) }) }]);
    expect(term?.interval?.[0]).toBeCloseTo(0, 9);
    expect(term?.interval?.[1]).toBeCloseTo(10, 9);
    expect(term?.chance).toBeCloseTo(0.05, 6);
  });

  it('at the edge of its own 99.8 % is at the edge of Holm among twenty-five', () => {
    const many = Object.fromEntries(Array.from({ length: 24 }, (_, place) => [`t${place}`, still(1)]));
    const edge = 4.2968 / 2.2622;
    const stateAt = (points: number) =>
      termChanges([
        {
          before: side({ ...many, a: still(0) }),
          now: side({ ...many, a: moved(points, 1) }),
        },
      ])[0]?.state;
    expect(stateAt(edge * 1.01)).toBe('changed');
    expect(stateAt(edge * 0.99)).toBe('chance');
  });

  it('needs a smaller change where repeats agree', () => {
    const pair = { before: side({ a: still(3) }), now: side({ a: moved(4, 4) }) };
    expect(termChanges([pair])[0]?.state).toBe('chance');
    expect(termChanges([pair, pair, pair, pair])[0]?.state).toBe('changed');
  });
});

describe('a term without an interval on one side', () => {
  it('is untested, however much it moved, and hardens nothing for the others', () => {
    const before = side({ a: still(1), b: still(null) });
    const now = side({ a: moved(2, 1), b: moved(9, 1) });
    expect(termChanges([{ before, now }]).map(({ id, state }) => [id, state])).toEqual([
      ['a', 'changed'],
      ['b', 'untested'],
    ]);
  });
});
