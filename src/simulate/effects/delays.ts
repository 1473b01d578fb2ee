/** Faults that hold an answer back. */
import type { Slowness } from '../../catalog/faults/params.js';
import { extraTime } from '../../catalog/faults/slower.js';
import type { Range } from '../../model/units.js';
import { delayed } from '../fate.js';
import { defineEffect } from './effect.js';

const latency = defineEffect<{ readonly by: Range }>({
  fault: 'latency',
  open:
    ({ by }) =>
    ({ fate, random }) => {
      const wait = random.between(by.low, by.high);
      const isStill = fate.end === 'hang' && fate.head === null;
      return isStill ? fate : delayed(fate, wait);
    },
});

const slowFirstToken = defineEffect<{ readonly by: Slowness }>({
  fault: 'slow-first-token',
  open:
    ({ by }) =>
    ({ fate, pacing, random }) =>
      fate.written + fate.billed === 0 ? fate : delayed(fate, extraTime(by, pacing.firstToken, random)),
});

const slowTokens = defineEffect<{ readonly by: Slowness }>({
  fault: 'slow-tokens',
  open:
    ({ by }) =>
    ({ fate, pacing, random }) => {
      const extra = extraTime(by, pacing.gap, random);
      const gaps = fate.written + fate.billed - 1;
      if (extra === 0 || gaps < 1) return fate;
      const isInPieces = fate.streamed && fate.written > 0;
      return isInPieces
        ? { ...fate, gap: fate.gap + extra, time: fate.time + extra * (fate.written - 1) }
        : delayed(fate, gaps * extra);
    },
});

export const delays = [latency, slowFirstToken, slowTokens];
