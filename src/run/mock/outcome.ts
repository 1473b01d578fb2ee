import type { AttemptOutcome, AttemptRow } from '../../model/event.js';
import type { Millis } from '../../model/units.js';
import type { WirePlan } from '../../model/wire.js';

/** How a performance ended. `left`: the subject hung up; `closed`: we ended it with the run. */
export interface Ending {
  readonly by: 'end' | 'fin' | 'reset' | 'left' | 'closed';
  /** True where it stood still for good when it ended. */
  readonly hung: boolean;
  /** Of the head that went out, or null. */
  readonly status: number | null;
  /** Tokens that went out in writing. */
  readonly written: number;
  /** Tokens that were billed without a word. */
  readonly committed: number;
  /** True once the words that finish a stream went out. */
  readonly terminated: boolean;
  /** When the first token went out, or null. */
  readonly firstToken: Millis | null;
}

/** What a whole answer has, to tell one that lacks something. */
export interface Wholeness {
  readonly tokens: number;
  readonly streamed: boolean;
}

export function wholenessOf(plan: WirePlan): Wholeness {
  let tokens = 0;
  let streamed = false;
  for (const step of plan) {
    if (step.do !== 'write') continue;
    tokens += step.tokens;
    if (step.part === 'terminator') streamed = true;
  }
  return { tokens, streamed };
}

export interface Judged {
  readonly whole: Wholeness;
  /** No room: the provider's own refusal. */
  readonly refused: boolean;
  /** A fault held it back. */
  readonly slowed: boolean;
}

export function outcomeOf(ending: Ending, { whole, refused, slowed }: Judged): AttemptOutcome {
  const { by, status } = ending;
  if (ending.hung) return 'hang';
  if (by === 'left' || by === 'closed') return 'abandoned';
  if (by !== 'end') return status === null ? 'reset' : 'cut';
  if (refused) return 'refused';
  if (status === null || status < 200 || status >= 300) return 'http-error';
  if (ending.written < whole.tokens || (whole.streamed && !ending.terminated)) return 'cut';
  return slowed ? 'slow' : 'ok';
}

export function endedBy({ by }: Ending): AttemptRow['endedBy'] {
  return by === 'left' ? 'subject' : 'mock';
}
