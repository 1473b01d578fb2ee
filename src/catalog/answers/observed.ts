import type { ResponseEnd } from '../../model/event.js';
import type { Millis } from '../../model/units.js';

/** What load saw of one response: all that a class is told from. */
export interface Observed {
  readonly status: number | null;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly end: ResponseEnd;
  /** As it came, up to our limit. */
  readonly body: string;
  /** True where the body went on beyond our limit. */
  readonly capped: boolean;
  /** The answer: what lies at `answer.at`, or the pieces of a stream, concatenated. */
  readonly text: string;
  /** Undefined where the body is a stream or no JSON. */
  readonly json: unknown;
  /** `none` where no terminal event is declared, or the response is no stream. */
  readonly streamDone: 'done' | 'missing' | 'none';
  /** What an error event within a stream said; empty where it said nothing. */
  readonly streamError: string | null;
  /** Names of the events of a stream. */
  readonly events: readonly string[];
  /** How work that was put off ended; `none` where nothing was put off. */
  readonly queued: 'none' | 'done' | 'failed' | 'waiting' | 'lost';
  readonly due: Millis;
  readonly ended: Millis;
}
