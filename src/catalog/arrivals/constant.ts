/**
 * A metronome: the same gap between all users, the first when the phase opens. For tests whose
 * arithmetic must come out even, and for batch jobs; real users don't arrive like this, and what
 * breaks under their bursts stays hidden.
 */
import type { Arrival } from './arrival.js';

export const constant: Arrival = {
  id: 'constant',
  summary: 'A metronome: the same gap between all users.',
  draw({ opens, closes, perSecond }) {
    const due: number[] = [];
    if (!(perSecond > 0)) return due;
    // Each from its own number, so that no error adds up.
    for (let index = 0; ; index += 1) {
      const at = opens + Math.floor((index * 1_000_000) / perSecond);
      if (at >= closes) return due;
      due.push(at);
    }
  },
};
