import { describe, expect, it } from 'vitest';
import { gradeOf, letterOf, withPlus } from '../../src/score/grade.js';
import { scoreIfMended } from '../../src/score/mend.js';
import { rubric } from '../../src/score/rubric.js';
import { keyOf, type Point } from '../../src/score/vector.js';

const KNOWN = { hasRecovery: true, limits: 'declared' } as const;

function exact(value: number): Point {
  return { value, counted: value, low: value, high: value, unit: 'ratio', samples: 1000 };
}

function perfect(): Map<string, Point> {
  const vector = new Map(
    rubric.terms.map((term) => [keyOf(term.measure, term.phase), exact(term.id === 'continuity' ? 1 : 0)]),
  );
  vector.set(keyOf('reset-or-worse-share', 'outage'), exact(0));
  return vector;
}

const lies = keyOf('lie-share', 'outage');
const utility = keyOf('utility', 'outage');
const amplification = keyOf('amplification', 'outage');

describe('letters', () => {
  it.each([
    [100, 'A'],
    [90, 'A'],
    [89.9, 'B'],
    [75, 'B'],
    [74.9, 'C'],
    [60, 'C'],
    [45, 'D'],
    [30, 'E'],
    [29.9, 'F'],
    [0, 'F'],
  ])('%d is %s', (score, letter) => {
    expect(letterOf(score)).toBe(letter);
  });
});

describe('a score', () => {
  it('rounds down, so that 89.96 is no A', () => {
    const graded = gradeOf(rubric, perfect().set(utility, exact(0.749)), KNOWN);
    expect(graded.base).toBeCloseTo(89.96, 6);
    expect(graded.grade).toMatchObject({ score: 89.9, letter: 'B' });
  });

  it('takes nothing away for the rounding of sums', () => {
    expect(gradeOf(rubric, perfect().set(utility, exact(0.75)), KNOWN).grade).toMatchObject({ score: 90 });
  });

  it('shares the points of a missing term within its dimension', () => {
    const vector = perfect();
    vector.delete(keyOf('unsafe-writes', 'outage'));
    const { terms } = gradeOf(rubric, vector, KNOWN);
    expect(terms.filter(({ dimension }) => dimension === 'integrity').map(({ of }) => of)).toEqual([10, 10]);
  });

  it('shares the points of a missing dimension among the others, and is a B at most without recovery', () => {
    const vector = perfect();
    for (const id of ['recovery-time', 'residual-deficit', 'recovery-surge'])
      vector.delete(keyOf(id, 'recovery'));
    const graded = gradeOf(rubric, vector, { ...KNOWN, hasRecovery: false });
    expect(graded.base).toBeCloseTo(100, 9);
    expect(graded.grade).toMatchObject({ score: 89, letter: 'B' });
    expect(graded.dimensions.find(({ id }) => id === 'continuity')?.of).toBeCloseTo((100 * 40) / 85, 9);
  });

  it('is none at all where a term that is due has no number', () => {
    const vector = perfect();
    vector.delete(lies);
    expect(gradeOf(rubric, vector, KNOWN).grade).toMatchObject({ state: 'ungraded' });
  });

  it('has an interval from all terms at their worse ends to all at their better ones', () => {
    const vector = perfect().set(utility, { ...exact(0.8), low: 0.7, high: 0.9 });
    expect(gradeOf(rubric, vector, KNOWN).grade).toMatchObject({ score: 92, interval: [88, 96] });
  });

  it('reaches a ceiling by the lower end of an interval, never by the value alone', () => {
    const seen = (low: number) => perfect().set(lies, { ...exact(0.02), low });
    expect(gradeOf(rubric, seen(0.009), KNOWN).grade).not.toMatchObject({ score: 29 });
    expect(gradeOf(rubric, seen(0.011), KNOWN).grade).toMatchObject({ score: 29, letter: 'F' });
  });

  it.each([
    [4, null],
    [4.01, 59],
    [7.99, 59],
    [8, 29],
  ])('of %d calls a request is held at %s', (calls, held) => {
    const { caps } = gradeOf(rubric, perfect().set(amplification, exact(calls)), KNOWN);
    const reached = caps.filter(({ state }) => state === 'reached').map(({ cap }) => cap.cap);
    expect(reached.length === 0 ? null : Math.min(...reached)).toBe(held);
  });

  it('gets its plus only from 97 on, sure, and without a weak side', () => {
    const graded = gradeOf(rubric, perfect(), KNOWN);
    expect(withPlus(graded, true)).toMatchObject({ letter: 'A+' });
    expect(withPlus(graded, false)).toMatchObject({ letter: 'A' });
    // both terms of ten points at their median leave half of Boundedness
    const weak = perfect().set(keyOf('lateness', 'outage'), exact(0.09)).set(utility, exact(1));
    const graded2 = gradeOf(rubric, weak, KNOWN);
    expect(graded2.grade).toMatchObject({ letter: 'A' });
    expect(graded2.dimensions.find(({ id }) => id === 'boundedness')?.points).toBeLessThan(8.9);
  });
});

describe('a gain', () => {
  it('is what the term lacks to 90 % of its points', () => {
    const vector = perfect().set(utility, exact(0.5));
    expect(scoreIfMended(rubric, vector, KNOWN, { terms: ['continuity'], caps: [] })).toBe(96);
  });

  it('lifts the ceilings that the same fault had reached', () => {
    const vector = perfect().set(lies, exact(0.5)).set(keyOf('hang-or-worse-share', 'outage'), exact(0.5));
    expect(gradeOf(rubric, vector, KNOWN).grade).toMatchObject({ score: 29 });
    expect(
      scoreIfMended(rubric, vector, KNOWN, { terms: ['lies'], caps: ['lies', 'any-lie'] }),
    ).toBeGreaterThan(95);
  });

  it('stays behind a ceiling that another fault holds', () => {
    const vector = perfect().set(lies, exact(0.5)).set(amplification, exact(3));
    expect(scoreIfMended(rubric, vector, KNOWN, { terms: ['amplification'], caps: [] })).toBe(29);
  });
});
