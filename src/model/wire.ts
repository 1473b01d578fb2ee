import type { Millis } from './units.js';

/** Which part of an answer a written text is, so that a fault finds its place in any dialect. */
export type WritePart = 'body' | 'preamble' | 'token' | 'finish' | 'terminator' | 'ping' | 'error';

/** One thing that happens on a socket. `after` counts from the step before it (the first, from the request). */
export type WireStep =
  | {
      readonly do: 'head';
      readonly after: Millis;
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
    }
  | {
      readonly do: 'write';
      readonly after: Millis;
      readonly text: string;
      readonly part: WritePart;
      /** How many tokens of the model this text carries: 1 for a streamed token, all of them for a body. */
      readonly tokens: number;
    }
  /** The model finished and bills its tokens, though nothing was written for them. */
  | { readonly do: 'commit'; readonly after: Millis; readonly tokens: number }
  /** `end` closes the message cleanly, `fin` only the connection, `reset` sends RST. */
  | { readonly do: 'end' | 'fin' | 'reset'; readonly after: Millis }
  /** Nothing more is said and the connection stays open, until the subject or the run gives it up. */
  | { readonly do: 'hang'; readonly after: Millis };

/** What goes out on a socket, as data. Providers write it, faults rewrite it, one player performs it. */
export type WirePlan = readonly WireStep[];

/** A request as it came in, before any dialect has read it. */
export interface WireRequest {
  readonly method: string;
  /** Path without the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}
