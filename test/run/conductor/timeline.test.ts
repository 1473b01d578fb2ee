import { describe, expect, it } from 'vitest';
import { edgesOf } from '../../../src/run/conductor/timeline.js';
import { phaseOf, planOf, windowOf } from '../../support/record.js';

describe('the edges of a plan', () => {
  it('come in order of time; at one time what closes is told before what opens', () => {
    const plan = planOf({
      phases: [
        phaseOf('calm', 'baseline', 0, 10),
        phaseOf('storm', 'outage', 10, 30),
        phaseOf('after', 'recovery', 30, 40),
      ],
      windows: [windowOf({ id: 'w1', opens: 10, closes: 20 }), windowOf({ id: 'w2', opens: 20, closes: 30 })],
    });
    expect(edgesOf(plan).map(({ at, kind, phase, window }) => [at, kind, phase?.name ?? window?.id])).toEqual(
      [
        [0, 'phase', 'calm'],
        [10, 'phase', 'storm'],
        [10, 'opens', 'w1'],
        [20, 'closes', 'w1'],
        [20, 'opens', 'w2'],
        [30, 'closes', 'w2'],
        [30, 'phase', 'after'],
      ],
    );
  });
});
