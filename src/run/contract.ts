/**
 * What the rooms of a run ask of one another, types only: none knows its neighbours, and the
 * conductor joins them.
 */
import type { AttemptRow, EventRow, ResponseRow } from '../model/event.js';
import type { FindMinted } from '../model/minted.js';
import type { Plan, ToxicWindow } from '../model/plan.js';
import type { Counts, ToxicFacts, WindowFacts } from '../model/record.js';
import type { SubjectSpec } from '../model/scenario.js';
import type { Clock, Millis } from '../model/units.js';

export type { FindMinted, MintedAnswer } from '../model/minted.js';

/** Who is waiting for an answer right now: written by load, read by the mocks. */
export interface OpenInbounds {
  opened(inbound: number, token: string, due: Millis): void;
  ended(inbound: number, at: Millis): void;
  /**
   * Inbounds that carry this token, newest first: those that are open, or, when none is, the last
   * one that was. Empty for a token that isn't ours.
   */
  withToken(token: string): readonly number[];
  /** Journey of an inbound, for faults that match by journey. */
  journeyOf(inbound: number): string;
}

export interface Journal {
  response(row: ResponseRow): void;
  attempt(row: AttemptRow): void;
  event(row: Exclude<EventRow, ResponseRow | AttemptRow>): void;
  counts(): Counts;
  /** Writes what is left. A disk that is full is reported here, never swallowed. */
  close(): Promise<void>;
}

/** Where a listener of ours can be reached. */
export interface Address {
  readonly url: string;
  readonly host: string;
  readonly port: number;
}

export interface MockOptions {
  readonly plan: Plan;
  readonly clock: Clock;
  readonly inbounds: OpenInbounds;
  /** Interface to listen on; loopback unless the user says otherwise. */
  readonly bind: string;
  /** Name under which the subject reaches us, such as `host.docker.internal`; null for the bound address. */
  readonly advertise: string | null;
  /** `none`: healthy mocks without capacity, quota or windows, for a calibration. */
  readonly limits: 'as-planned' | 'none';
  onAttempt(row: AttemptRow): void;
}

/** The mock upstreams of one run. A window is open while its plan says so: the mocks look at the clock. */
export interface Mocks {
  /** By the name of the upstream. */
  readonly addresses: ReadonlyMap<string, Address>;
  /** By the id of a provider that the plan doesn't name: whoever calls it is refused with 503 and counted. */
  readonly traps: ReadonlyMap<string, Address>;
  readonly findMinted: FindMinted;
  /** Calls to a model so far, by upstream. */
  calls(upstream: string): number;
  /** Lists of models, counts of tokens and the like so far: no attempts, and shown apart. */
  sideCalls(upstream: string): number;
  trapped(): readonly { readonly provider: string; readonly calls: number }[];
  /** What each window met, so that one that never fired can say why. */
  windows(): readonly WindowFacts[];
  openAttempts(): number;
  /** Ends what is still open (as `abandoned` by the mock), then the listeners. */
  close(): Promise<void>;
}

/** The proxies of one run: one in front of whatever the plan hurts in its network. */
export interface Fronts {
  /** By the name of the upstream or of the dependency: where the subject must go instead. */
  readonly addresses: ReadonlyMap<string, Address>;
  /** Resolves when the toxic is in place, or has been taken away. */
  open(window: ToxicWindow): Promise<void>;
  close(window: ToxicWindow): Promise<void>;
  facts(): readonly ToxicFacts[];
  /** Resolves to why, where the server of somebody else is gone; null where it is ours. */
  readonly lost: Promise<Error> | null;
  /** Removes what was made, and no more; connections that stand are ended. */
  end(): Promise<void>;
}

export interface LoadOptions {
  readonly plan: Plan;
  readonly target: URL;
  readonly clock: Clock;
  readonly inbounds: OpenInbounds;
  readonly findMinted: FindMinted;
  /** Stops arrivals; what is open is drained, then censored. */
  readonly signal: AbortSignal;
  onResponse(row: ResponseRow): void;
}

export interface LoadRun {
  /** Resolves when every inbound has its row. */
  readonly done: Promise<void>;
  /** Since the last call: 99th percentile of sent minus due; and what is open now. */
  health(): { readonly sendLag: Millis; readonly open: number };
}

export interface SubjectOptions {
  readonly spec: SubjectSpec;
  /** Addresses and harmless keys, on top of our own environment less every `*_PROXY`. */
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Allows a target that is not on this machine. */
  readonly iOwnThisTarget: boolean;
}

export interface Subject {
  readonly name: string;
  readonly url: URL;
  /** Resolves with how it ended, if it ends by itself; never for a subject that ran already. */
  readonly died: Promise<string>;
  /** Last lines of its log, redacted. */
  lastWords(): readonly string[];
  /** Ends it with its children; what has left its process group is found by our mark. */
  stop(): Promise<void>;
}
