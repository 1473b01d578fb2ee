import { describe, expect, it } from 'vitest';
import { studentQuantile, studentTails } from '../../src/kit/student.js';

describe("Student's t", () => {
  it.each([
    [0.05, 1, 12.7062],
    [0.05, 9, 2.2622],
    [0.01, 19, 2.8609],
    [0.001, 19, 3.8834],
    [0.01, 1000, 2.5808],
  ])('leaves %f outside of its quantile at %i degrees of freedom', (tails, freedom, expected) => {
    expect(studentQuantile(tails, freedom)).toBeCloseTo(expected, 3);
    expect(studentTails(expected, freedom)).toBeCloseTo(tails, 4);
  });

  it('leaves everything outside of zero and nothing outside of infinity', () => {
    expect(studentTails(0, 5)).toBe(1);
    expect(studentTails(Infinity, 5)).toBe(0);
  });
});
