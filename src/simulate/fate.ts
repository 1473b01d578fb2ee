/** What an attempt will come to, told without a word of it. Times count from when it begins to be answered. */
import type { Millis } from '../model/units.js';
import type { DrawnPacing } from '../catalog/providers/provider.js';

export interface Fate {
  /** Of the head; null where none goes out. */
  readonly status: number | null;
  readonly head: Millis | null;
  /** When the first token goes out; null where none does. */
  readonly firstToken: Millis | null;
  /** Between two tokens; nothing where they all go out at once. */
  readonly gap: Millis;
  /** Tokens that go out, and those that are billed without a word. */
  readonly written: number;
  readonly billed: number;
  /** Until it ends, or stands still. */
  readonly time: Millis;
  readonly end: 'end' | 'fin' | 'reset' | 'hang';
  readonly streamed: boolean;
  /** True once the words that finish a stream went out. */
  readonly terminated: boolean;
  /** What a client can make of what it was told. */
  readonly says: 'answer' | 'nothing' | 'error' | 'gibberish';
  readonly retryAfter: Millis | null;
  /** The vendor's own advice, where it gives one. */
  readonly advice: 'retry' | 'give-up' | null;
}

/** Nothing, for ever. */
export const STILL: Fate = {
  status: null,
  head: null,
  firstToken: null,
  gap: 0,
  written: 0,
  billed: 0,
  time: 0,
  end: 'hang',
  streamed: false,
  terminated: false,
  says: 'nothing',
  retryAfter: null,
  advice: null,
};

export interface Healthy {
  /** All that the model writes, marks included. */
  readonly tokens: number;
  readonly pacing: DrawnPacing;
  readonly streamed: boolean;
}

export function healthyFate({ tokens, pacing, streamed }: Healthy): Fate {
  const time = pacing.firstToken + pacing.gap * Math.max(0, tokens - 1);
  return {
    status: 200,
    head: streamed ? pacing.firstToken : time,
    firstToken: streamed ? pacing.firstToken : time,
    gap: streamed ? pacing.gap : 0,
    written: tokens,
    billed: 0,
    time,
    end: 'end',
    streamed,
    terminated: streamed,
    says: 'answer',
    retryAfter: null,
    advice: null,
  };
}

/** An answer of the model, whole or not; false for refusals and for what never gets as far as a head. */
export function isAnswer({ status }: Fate): boolean {
  return status !== null && status >= 200 && status < 300;
}

/** Everything comes so much later. */
export function delayed(fate: Fate, by: Millis): Fate {
  if (by === 0) return fate;
  return {
    ...fate,
    head: fate.head === null ? null : fate.head + by,
    firstToken: fate.firstToken === null ? null : fate.firstToken + by,
    time: fate.time + by,
  };
}

/** Tokens that have gone out so long after it began to be answered. */
export function writtenBy(fate: Fate, after: Millis): number {
  if (fate.firstToken === null || after < fate.firstToken) return 0;
  if (fate.gap <= 0) return fate.written;
  return Math.min(fate.written, 1 + Math.floor((after - fate.firstToken) / fate.gap));
}
