/**
 * Users who know nothing of each other: gaps are exponential, as in the traffic of a public product.
 * The open model of Schroeder, Wierman and Harchol-Balter (NSDI 2006): nobody waits for anybody's
 * answer. Simplified: the rate is level within a phase.
 */
import type { Arrival } from './arrival.js';

export const poisson: Arrival = {
  id: 'poisson',
  summary: 'Independent users: gaps are random (exponential) around the rate.',
  draw({ opens, closes, perSecond, next }) {
    const due: number[] = [];
    if (!(perSecond > 0)) return due;
    const mean = 1_000_000 / perSecond;
    let at = opens - Math.log(1 - next()) * mean;
    while (at < closes) {
      due.push(Math.floor(at));
      at -= Math.log(1 - next()) * mean;
    }
    return due;
  },
};
