/** Faults that say nothing more: at once, or in the middle of an answer. */
import type { TokenPlace } from '../../catalog/faults/params.js';
import type { Millis } from '../../model/units.js';
import { STILL } from '../fate.js';
import { partAt, partOf } from './broken.js';
import { defineEffect } from './effect.js';

const LONGEST_PINGING: Millis = 1_800_000;

const hang = defineEffect<object>({ fault: 'hang', open: () => () => STILL });

const stall = defineEffect<{
  readonly after: TokenPlace;
  readonly say: 'silence' | 'pings';
  readonly lasts: Millis | null;
  readonly every: Millis;
}>({
  fault: 'stall',
  open:
    ({ after, say, lasts, every }, provider) =>
    ({ fate, random }) => {
      const part = partAt(fate, after, random);
      if (part === null) return fate;
      if (lasts !== null) {
        const firstToken =
          part.tokens === 0 && fate.firstToken !== null ? fate.firstToken + lasts : fate.firstToken;
        return { ...fate, firstToken, time: fate.time + lasts };
      }
      const pings = say === 'pings' && fate.streamed && provider.ping !== '';
      const pinging = pings ? Math.floor(LONGEST_PINGING / every) * every : 0;
      return { ...partOf(fate, part), time: part.time + pinging, end: 'hang' };
    },
});

export const silence = [hang, stall];
