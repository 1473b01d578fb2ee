import type { Json, Millis, Range, Ratio } from './units.js';

/** What the author asked for, with every default filled in and every quantity a number. */
export interface Scenario {
  readonly name: string;
  readonly title: string;
  readonly story: string;
  readonly sources: readonly string[];
  readonly upstreams: readonly Upstream[];
  readonly journeys: readonly Journey[];
  readonly prompts: Prompts;
  readonly load: Load;
  /** Dependencies of the team's own that get a proxy in front. */
  readonly proxies: readonly ProxySpec[];
  readonly delays: Delays;
  readonly phases: readonly Phase[];
  readonly expect: readonly Gate[];
  readonly abort: readonly AbortRule[];
}

export interface Upstream {
  readonly name: string;
  /** Id on the shelf of providers. */
  readonly provider: string;
  readonly model: Pacing;
  readonly capacity: Capacity;
  readonly quota: Quota;
  /** 0 lets the machine choose. */
  readonly port: number;
  /** Further variables for the subject, templated with `{{url}}`, `{{host}}` and `{{port}}`. */
  readonly env: Readonly<Record<string, string>>;
}

/** How the healthy model talks. */
export interface Pacing {
  readonly firstToken: Range;
  readonly tokens: Range;
  /** Tokens a second. */
  readonly speed: Range;
  /** `forced` calls a tool when the request demands one, `first` also whenever tools are offered. */
  readonly tools: 'forced' | 'first';
}

export type Capacity =
  | { readonly kind: 'unlimited' }
  | {
      readonly kind: 'limited';
      readonly concurrent: number;
      readonly queue: number;
      /** True: work for callers that gave up is finished all the same, the realistic worst case. */
      readonly waste: boolean;
      /** True where the user declared it, false for a default of ours: caps differ. */
      readonly declared: boolean;
    };

export interface Quota {
  readonly requestsPerMinute: number | null;
  readonly tokensPerMinute: number | null;
  readonly countsFailures: boolean;
}

/** An RFC 6901 pointer such as `/answer`; the empty one means the whole. */
export type Pointer = string;

export interface Journey {
  readonly name: string;
  readonly request: JourneyRequest;
  readonly needsModel: boolean;
  readonly answer: AnswerPlace;
  readonly stream: StreamShape;
  readonly degraded: readonly Marker[];
  readonly error: { readonly at: Pointer; readonly codes: readonly string[] };
  readonly queued: QueuedWork | null;
  /** Where it can be seen what was written for a user; null for a journey that writes nothing. */
  readonly effects: Effects | null;
  readonly deadline: Millis;
  readonly patience: Millis;
  /** Weight in Continuity. */
  readonly weight: number;
  /** Share of the arrivals, relative to the other journeys. */
  readonly traffic: number;
}

export interface JourneyRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body:
    | { readonly kind: 'none' }
    | { readonly kind: 'json'; readonly value: Json }
    | { readonly kind: 'text'; readonly text: string };
}

export interface AnswerPlace {
  readonly at: Pointer;
  /** What of the watermark lives through the team's own processing. */
  readonly survives: 'words' | 'nonce' | 'none';
  /** True where the app shows an excerpt by design. */
  readonly part: boolean;
  /** JSON schema that the answer must satisfy, or null. */
  readonly schema: Json;
}

export type StreamShape =
  | { readonly format: 'none' }
  | {
      readonly format: 'sse' | 'ndjson' | 'text';
      /** Where a piece of the answer lies in one event; the empty pointer takes the event's text as it is. */
      readonly text: Pointer;
      /** Present where each event holds all of the answer so far, and no piece of its own. */
      readonly grows?: true;
      /** Data or event name that says the answer is whole; null where the end of the body does. */
      readonly done: string | null;
      readonly error: { readonly event: string | null; readonly at: Pointer | null };
    };

/** What honestly marks an answer as a lesser one. */
export type Marker =
  | { readonly kind: 'header'; readonly name: string; readonly value: string | null }
  | { readonly kind: 'field'; readonly at: Pointer; readonly value: Json }
  | { readonly kind: 'event'; readonly name: string }
  | { readonly kind: 'status'; readonly status: number };

/** Work that the app puts off: acknowledged with a status, asked for again until it is done. */
export interface QueuedWork {
  readonly status: number;
  readonly poll: PollPlace;
  /** Where, in the polled body, the finished answer lies. */
  readonly done: Pointer;
  /** Where it says that the work has failed for good; null where the app never says so. */
  readonly failed: Pointer | null;
  readonly within: Millis;
}

/** Where the acknowledgement says which address to ask: a field, a header, or a path with `{{job}}` filled in. */
export type PollPlace =
  Pointer | { readonly header: string } | { readonly path: string; readonly job: Pointer };

/** The ledger of what was written: the app's own books, read after the run for one user at a time. */
export interface Effects {
  readonly readBack: JourneyRequest;
  /** In the body read: a number, or a list, whose entries are counted. */
  readonly count: Pointer;
}

export interface Prompts {
  readonly pool: number;
  readonly repeat: Ratio;
}

export type Load =
  | { readonly kind: 'open'; readonly rate: Rate; readonly arrivals: string }
  | { readonly kind: 'closed'; readonly users: number; readonly think: Range };

/** A real dependency of the team, such as a database. */
export interface ProxySpec {
  readonly name: string;
  /** `host:port` that the proxy dials. */
  readonly upstream: string;
  /** `host:port` that it listens on; null lets the machine choose. */
  readonly listen: string | null;
  /** Variables for the subject, templated with `{{host}}` and `{{port}}` (and `{{url}}`). */
  readonly env: Readonly<Record<string, string>>;
}

/** `precise` spends CPU to be less than half a millisecond late. */
export type Delays = 'thrifty' | 'precise';

export type Rate =
  | { readonly kind: 'per-second'; readonly value: number }
  | { readonly kind: 'of-capacity'; readonly share: Ratio };

export type Role = 'baseline' | 'outage' | 'recovery';

export interface Phase {
  readonly name: string;
  readonly role: Role;
  readonly for: Millis;
  readonly faults: readonly FaultSpec[];
  readonly network: readonly ToxicSpec[];
  readonly cohorts: readonly CohortSpec[];
  /** Replaces the scenario's load while the phase lasts; it is of the same kind. */
  readonly load: Load | null;
}

export interface FaultSpec {
  readonly on: string;
  /** Id on the shelf of faults. */
  readonly fault: string;
  /** Already parsed by the fault's own schema. */
  readonly params: Json;
  readonly share: Share;
  readonly schedule: Schedule;
  readonly match: Match;
  /** Offset in the phase, and length; null lasts to the end of the phase. */
  readonly at: Millis;
  readonly for: Millis | null;
  /** True: calls that a hang holds are let go when its window closes. */
  readonly release: boolean;
  /** True: a window that never fires leaves the run conclusive. */
  readonly optional: boolean;
}

export type ToxicAttributes = Readonly<Record<string, number>>;

/** `both` becomes two toxics. */
export type ToxicStream = 'upstream' | 'downstream' | 'both';

export interface ToxicSpec {
  readonly on: string;
  readonly toxic: string;
  /** Already read by the toxic's own schema, in its own units. */
  readonly attributes: ToxicAttributes;
  readonly stream: ToxicStream;
  /** Share of the connections that carry it, drawn for each. */
  readonly toxicity: Ratio;
  /** Only the first so many that are made while it is open; null for all, and for those that stand. */
  readonly connections: number | null;
  readonly at: Millis;
  readonly for: Millis | null;
  /** True: kept-alive connections are closed when it begins and when it ends, so that new ones are dialled. */
  readonly recycle: boolean;
  readonly optional: boolean;
}

export interface CohortSpec {
  readonly at: Millis;
  readonly size: number;
  readonly within: Millis;
  /** How long their calls are held before all fail together. */
  readonly hold: Millis;
  readonly on: string;
  readonly journey: string;
  /** What they fail with: a fault on the shelf. */
  readonly fault: string;
  readonly params: Json;
}

/** Share of the calls that are hit; where the ends differ, it climbs or falls over `over`. */
export interface Share {
  readonly from: Ratio;
  readonly to: Ratio;
  readonly over: Millis;
}

export type Schedule =
  | { readonly kind: 'constant' }
  | { readonly kind: 'flapping'; readonly on: Millis; readonly off: Millis }
  | { readonly kind: 'burst'; readonly every: Millis; readonly for: Millis }
  /** The first calls that match, then never again in this window. */
  | { readonly kind: 'first'; readonly calls: number };

/** Everything given must hold; an empty match takes every call. */
export interface Match {
  readonly model: string | null;
  readonly stream: boolean | null;
  readonly journey: string | null;
  readonly header: Readonly<Record<string, string>>;
  /** Ordinal of the attempt for its inbound at this upstream: 1 is the first. */
  readonly attempt: { readonly from: number; readonly to: number } | null;
  /** Only calls for users of this cohort; null takes everybody's. */
  readonly cohort: string | null;
}

export type Comparison = '<' | '<=' | '>' | '>=' | '==';

export interface Gate {
  /** As the author wrote it. */
  readonly text: string;
  /** Id on the shelf of measures, or `score`. */
  readonly measure: string;
  readonly quantile: Ratio | null;
  readonly is: Comparison;
  /** In the measure's own unit. */
  readonly value: number;
  /** A role or the name of a phase; null takes the measure's own. */
  readonly during: string | null;
  readonly journey: string | null;
  readonly upstream: string | null;
}

/** Stops the run when the gate's comparison has held for so long. */
export interface AbortRule extends Gate {
  readonly for: Millis;
}

/** How to start and reach the app; it lives in the config or on the command line, so that a scenario fits any app. */
export interface SubjectSpec {
  readonly start: string | null;
  readonly url: string | null;
  readonly ready: string;
  readonly readyWithin: Millis;
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}
