import type { Millis } from './units.js';

/** How a response ended, whatever it said. Every scheduled inbound has exactly one. */
export type ResponseEnd = 'complete' | 'aborted' | 'refused' | 'reset' | 'deadline' | 'censored' | 'unsent';

/** What the user got, from best to worst. */
export type ResponseClass =
  | 'full'
  | 'alt'
  | 'stale'
  | 'queued'
  | 'static'
  | 'partial'
  | 'honest-error'
  | 'raw-error'
  | 'reset'
  | 'hang'
  | 'lie';

export interface ResponseRow {
  readonly kind: 'response';
  readonly inbound: number;
  readonly journey: string;
  /** The phase of its due time, whatever it ends in. */
  readonly phase: string;
  readonly due: Millis;
  readonly sent: Millis | null;
  readonly firstByte: Millis | null;
  readonly firstContent: Millis | null;
  readonly ended: Millis;
  readonly end: ResponseEnd;
  readonly status: number | null;
  readonly class: ResponseClass;
  /** The upstream whose words arrived, or null. */
  readonly from: string | null;
  readonly bytes: number;
  /** True where what the team declared as its honest marker was there. */
  readonly marked: boolean;
  /** How old a stale answer was when its inbound was due. */
  readonly age: Millis | null;
  /** Why it is in its class, in at most 120 redacted characters; null where the class says it all. */
  readonly why: string | null;
  /** Id of the synchronised cohort that it belongs to; null for an ordinary user. */
  readonly cohort: string | null;
}

export type AttemptOutcome =
  'ok' | 'http-error' | 'refused' | 'reset' | 'hang' | 'cut' | 'slow' | 'abandoned';

export interface AttemptRow {
  readonly kind: 'attempt';
  readonly id: number;
  /** Null where no user caused it, or none can be told. */
  readonly inbound: number | null;
  /** Further inbounds whose tokens it carried. */
  readonly also: readonly number[];
  /** Attempts with the same body, or going on with a failed one, are one call. */
  readonly call: number;
  readonly upstream: string;
  /** Rank within inbound, upstream and call, from 1. */
  readonly ordinal: number;
  readonly started: Millis;
  readonly ended: Millis;
  readonly endedBy: 'mock' | 'subject' | 'proxy';
  readonly outcome: AttemptOutcome;
  readonly status: number | null;
  /** Windows that shaped it. */
  readonly faults: readonly string[];
  /** What was asked for, in milliseconds, or null. */
  readonly retryAfter: Millis | null;
  readonly model: string;
  readonly tokensIn: number;
  readonly tokensOut: number;
  /** When the first token went out, or null. */
  readonly firstToken: Millis | null;
  /** Which retry the caller's SDK says that it is (0: the first try), or null where it says nothing. */
  readonly retryCount: number | null;
  /** Which of the bodies of its call it carried, from 1 in the order of their first use; null where nobody looked. */
  readonly body: number | null;
  /** The gateway that says in its headers that it has passed this on, or null. */
  readonly gateway: string | null;
}

/** What a proxy of ours saw of one connection. */
export interface ConnectionRow {
  readonly kind: 'connection';
  /** The upstream, or the dependency, that the proxy stands in front of. */
  readonly proxy: string;
  readonly opened: Millis;
  readonly ended: Millis;
  /** Bytes that the client sent and that went on to the upstream; bytes back that reached the client. */
  readonly sent: number;
  readonly received: number;
  /** Who ended it first; `refused`: it was never let through to the upstream. */
  readonly endedBy: 'client' | 'upstream' | 'toxic' | 'proxy' | 'refused';
  /** Ids of the windows whose toxics met something on it: bytes, an end, an opening or a reset. */
  readonly toxics: readonly string[];
}

/** A change to a proxy, as it was carried out: the plan says when it should have been. */
export interface ToxicRow {
  readonly kind: 'toxic';
  readonly at: Millis;
  readonly window: string;
  readonly is: 'added' | 'removed';
}

export interface PhaseRow {
  readonly kind: 'phase';
  readonly at: Millis;
  readonly phase: string;
}

export interface WindowRow {
  readonly kind: 'window';
  readonly at: Millis;
  readonly window: string;
  readonly is: 'opened' | 'closed';
  readonly by: 'plan' | 'operator';
}

export interface NoteRow {
  readonly kind: 'note';
  readonly at: Millis;
  readonly text: string;
}

/** Our own health, about once a second. */
export interface SelfRow {
  readonly kind: 'self';
  readonly at: Millis;
  /** 99th percentile of sent minus due since the last row. */
  readonly sendLag: Millis;
  readonly loopDelay: Millis;
  readonly openInbounds: number;
  readonly openAttempts: number;
}

/** What the app's own books hold for one inbound, once the run is over. */
export interface EffectRow {
  readonly kind: 'effect';
  readonly inbound: number;
  readonly journey: string;
  /** That of the inbound. */
  readonly phase: string;
  /** How often it was written; null where that could not be read. */
  readonly count: number | null;
}

/** One line of `events.ndjson`. */
export type EventRow =
  ResponseRow | AttemptRow | ConnectionRow | ToxicRow | PhaseRow | WindowRow | NoteRow | SelfRow | EffectRow;
