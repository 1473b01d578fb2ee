/**
 * A queue that an outage left behind keeps users waiting after it: at an even load it takes T·ρ/(1−ρ) to
 * drain, 90 s for 10 s of standstill at nine tenths of the capacity.
 */
import { backlogOfUsers } from './derived/backlog.js';
import type { Measure } from './measure.js';
import { measured, unmeasured } from './reading.js';
import { recoveryOf } from './derived/stretch.js';

export const drain: Measure = {
  id: 'drain',
  title: 'time until the backlog is gone',
  definition:
    'Time from the end of the last outage until, for a second, no more requests that need the model are open than in the busiest moment of the baseline.',
  unit: 'ms',
  better: 'less',
  distribution: false,
  phase: 'recovery',
  timed: true,
  per: 'nothing',
  narrows: ['journey'],
  needs: ['recovery'],
  measure: (view, { journey }) => {
    const stretch = recoveryOf(view);
    if (stretch === null) return unmeasured('the run had no recovery phase');
    const rows = view.responses({ journey });
    const before = view.phases('baseline');
    const usual = view.responses({ phase: 'baseline', journey });
    if (usual.length === 0) return unmeasured('there was no request at baseline to compare with');
    // Who had left before it began stands in no queue any more.
    const backlog = backlogOfUsers(rows.where(({ ended }) => ended >= stretch.opens));
    const calm = backlogOfUsers(usual);
    const least = Math.max(1, ...before.map(({ opens, closes }) => calm.peak(opens, closes)));
    for (let at = stretch.opens; at + STEADY <= stretch.closes; at += STEP) {
      if (backlog.peak(at, at + STEADY) <= least) return measured(at - stretch.opens, null, rows.length);
    }
    const watched = stretch.closes - stretch.opens;
    return { state: 'measured', value: watched, interval: null, censored: true, samples: rows.length };
  },
};

const STEP = 100;
const STEADY = 1000;
