import { describe, expect, it } from 'vitest';
import { earned, isCost, logNormal } from '../../src/score/curve.js';
import { rubric } from '../../src/score/rubric.js';

describe('logNormal', () => {
  it('earns 90 % at p10 and 50 % at the median', () => {
    expect(logNormal(0.4, 0.4, 2)).toBeCloseTo(0.9, 6);
    expect(logNormal(2, 0.4, 2)).toBeCloseTo(0.5, 6);
  });

  it('earns all at zero and below, nothing at infinity', () => {
    expect(logNormal(0, 1, 4)).toBe(1);
    expect(logNormal(-3, 1, 4)).toBe(1);
    expect(logNormal(Infinity, 1, 4)).toBe(0);
  });
});

describe('the terms of the rubric', () => {
  it.each(rubric.terms.map((term) => [term.id, term] as const))('%s earns what it promises', (_, term) => {
    expect(earned(term, term.p10)).toBeCloseTo(0.9, 6);
    expect(earned(term, term.median)).toBeCloseTo(0.5, 6);
  });

  // 6.3 of the research says so for ten calls a request
  it('give 0.12 for ten calls a request', () => {
    const term = rubric.terms.find(({ id }) => id === 'amplification');
    expect(term && earned(term, 10)).toBeCloseTo(0.12, 2);
  });

  it('add up to 100 points, and those of each dimension to its own', () => {
    for (const { id, points } of rubric.dimensions) {
      const own = rubric.terms.filter(({ dimension }) => dimension === id);
      expect(own.reduce((sum, term) => sum + term.points, 0)).toBe(points);
    }
    expect(rubric.dimensions.reduce((sum, { points }) => sum + points, 0)).toBe(100);
  });

  it('know that a mean utility is no cost', () => {
    expect(rubric.terms.filter((term) => !isCost(term)).map(({ id }) => id)).toEqual(['continuity']);
  });
});
