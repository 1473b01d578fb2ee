import { studentQuantile } from '../kit/student.js';

/** How far the mean of so many runs may be off, by how much they differ: half of a 95 % interval; 0 for one run. */
export function spreadOf(values: readonly number[]): number {
  const { length } = values;
  if (length < 2) return 0;
  const centre = values.reduce((sum, value) => sum + value, 0) / length;
  const variance = values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (length - 1);
  return studentQuantile(0.05, length - 1) * Math.sqrt(variance / length);
}
