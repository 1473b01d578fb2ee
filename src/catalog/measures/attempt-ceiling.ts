/** A limiter of the app’s own keeps it below its quota, and has its users wait or turns them away once more of them come. */
import { ceilingOf } from './derived/ceiling.js';
import type { Measure } from './measure.js';
import { measured, unmeasured } from './reading.js';

export const attemptCeiling: Measure = {
  id: 'attempt-ceiling',
  title: 'ceiling on calls a second',
  definition:
    'Attempts a second in the longest time, of 10 s or more and too long for chance, in which every second brought the same number of them (within 1, or 5 %) while users came who by the baseline would cause a fifth more. An app that can do no more by itself looks the same; limits by the minute, and those that the baseline met already, aren’t seen.',
  unit: 'per-second',
  better: 'more',
  distribution: false,
  phase: 'outage',
  timed: true,
  per: 'upstream',
  narrows: ['during', 'upstream'],
  measure: (view, scope) => {
    const ceiling = ceilingOf(view, scope);
    if (ceiling.is === 'unseen') return unmeasured(ceiling.because);
    const { opens, closes, attempts } = ceiling;
    const perSecond = 1_000 / (closes - opens);
    // One call may have slipped over either edge.
    const ends = { low: (attempts - 1) * perSecond, high: (attempts + 1) * perSecond };
    return measured(attempts * perSecond, ends, attempts);
  },
};
