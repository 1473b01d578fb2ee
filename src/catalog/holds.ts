import type { Comparison } from '../model/scenario.js';

/** A value beside the limit of a gate or an abort rule. */
export function holds(value: number, is: Comparison, limit: number): boolean {
  switch (is) {
    case '<':
      return value < limit;
    case '<=':
      return value <= limit;
    case '>':
      return value > limit;
    case '>=':
      return value >= limit;
    case '==':
      return value === limit;
  }
}
