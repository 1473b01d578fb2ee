/** Faults that spoil an answer: cut, broken off with an error, empty, unreadable, or billed and lost. */
import type { TokenPlace } from '../../catalog/faults/params.js';
import type { Random } from '../../kit/random.js';
import type { Millis } from '../../model/units.js';
import { isAnswer, type Fate } from '../fate.js';
import { defineEffect } from './effect.js';

const PAUSE: Millis = 20;

interface Part {
  readonly tokens: number;
  /** When the last word before the place has gone out. */
  readonly time: Millis;
}

/** Null where there is nothing to part. */
export function partAt(fate: Fate, place: TokenPlace, random: Random): Part | null {
  if (!isAnswer(fate) || fate.head === null) return null;
  const tokens = tokensBefore(place, fate.written, random.at('after'));
  if (fate.streamed) {
    if (tokens > fate.written || (fate.written === 0 && tokens === 0)) return null;
    return { tokens, time: (fate.firstToken ?? fate.head) + fate.gap * Math.max(0, tokens - 1) };
  }
  return tokens >= fate.written ? null : { tokens, time: fate.head };
}

function tokensBefore(place: TokenPlace, total: number, random: Random): number {
  if (place.of === 'tokens') return random.int(place.low, place.high);
  return Math.floor(random.between(place.low, place.high) * total);
}

/** The answer as far as it went; of a whole body the model has made the rest as well. */
export function partOf(fate: Fate, { tokens, time }: Part): Fate {
  return {
    ...fate,
    written: tokens,
    firstToken: tokens === 0 ? null : fate.firstToken,
    billed: fate.billed + (fate.streamed ? 0 : fate.written - tokens),
    time,
    terminated: false,
  };
}

const cut = defineEffect<{ readonly after: TokenPlace; readonly how: 'reset' | 'fin' | 'end' }>({
  fault: 'cut',
  open:
    ({ after, how }) =>
    ({ fate, pacing, random }) => {
      const part = partAt(fate, after, random);
      if (part === null) return fate;
      const says = fate.streamed ? 'answer' : 'gibberish';
      return { ...partOf(fate, part), time: part.time + pacing.gap, end: how, says };
    },
});

const errorEvent = defineEffect<{ readonly after: TokenPlace }>({
  fault: 'error-event',
  open:
    ({ after }) =>
    ({ fate, pacing, random }) => {
      const part = fate.streamed ? partAt(fate, after, random) : null;
      if (part === null) return fate;
      return { ...partOf(fate, part), time: part.time + pacing.gap, says: 'error' };
    },
});

const empty = defineEffect<{ readonly how: 'no-content' | 'no-body' }>({
  fault: 'empty',
  open:
    ({ how }) =>
    ({ fate, pacing }) => {
      if (!isAnswer(fate)) return fate;
      const nothing = { ...fate, firstToken: null, written: 0, says: 'nothing' } as const;
      if (how === 'no-body')
        return { ...nothing, time: fate.head ?? 0, terminated: false, says: 'gibberish' };
      if (fate.written === 0) return fate;
      return { ...nothing, head: pacing.firstToken, time: pacing.firstToken, terminated: fate.streamed };
    },
});

const malformed = defineEffect<{
  readonly how: 'broken-json' | 'split-frame' | 'wrong-content-type';
  readonly after: TokenPlace;
}>({
  fault: 'malformed',
  open:
    ({ how, after }) =>
    ({ fate, random }) => {
      if (!isAnswer(fate)) return fate;
      if (how === 'wrong-content-type') return { ...fate, says: 'gibberish' };
      if (!fate.streamed) return how === 'broken-json' ? { ...fate, says: 'gibberish' } : fate;
      if (partAt(fate, after, random) === null) return fate;
      // A sound parser makes one frame of its two halves.
      return how === 'split-frame' ? { ...fate, time: fate.time + PAUSE } : { ...fate, says: 'gibberish' };
    },
});

const commitThenFail = defineEffect<{ readonly how: 'reset' | 'fin' }>({
  fault: 'commit-then-fail',
  open:
    ({ how }) =>
    ({ fate }) => {
      if (!isAnswer(fate)) return fate;
      return {
        ...fate,
        status: null,
        head: null,
        firstToken: null,
        written: 0,
        terminated: false,
        billed: fate.written + fate.billed,
        end: how,
        says: 'nothing',
      };
    },
});

export const broken = [cut, errorEvent, empty, malformed, commitThenFail];
