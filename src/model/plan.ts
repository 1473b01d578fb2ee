import type {
  AbortRule,
  Delays,
  FaultSpec,
  Gate,
  Journey,
  Load,
  Match,
  Prompts,
  ProxySpec,
  Role,
  Schedule,
  Share,
  ToxicAttributes,
  ToxicStream,
  Upstream,
} from './scenario.js';
import type { Json, Millis, Ratio } from './units.js';

/** The decision: all that will happen. The same scenario, seed and inputs give the same bytes. */
export interface Plan {
  readonly format: 1;
  readonly scenario: {
    readonly name: string;
    readonly title: string;
    readonly story: string;
    readonly sources: readonly string[];
    /** SHA-256 of the scenario as read, so that two runs can tell whether they may be compared. */
    readonly hash: string;
  };
  readonly seed: number;
  readonly inputs: PlanInputs;
  readonly upstreams: readonly Upstream[];
  readonly journeys: readonly Journey[];
  readonly prompts: Prompts;
  readonly phases: readonly PlannedPhase[];
  readonly windows: readonly FaultWindow[];
  /** Dependencies of the team's own that get a proxy in front. */
  readonly proxies: readonly ProxySpec[];
  readonly network: readonly ToxicWindow[];
  readonly cohorts: readonly Cohort[];
  readonly delays: Delays;
  readonly arrivals: PlannedArrivals;
  readonly expect: readonly Gate[];
  readonly abort: readonly AbortRule[];
  readonly limits: Limits;
}

/** Stated from outside; they belong to what makes the plan. */
export interface PlanInputs {
  readonly quick: boolean;
  /** Healthy requests a second that the subject was measured to bear, where a rate is a share of it. */
  readonly capacity: number | null;
}

export interface PlannedPhase {
  readonly name: string;
  readonly role: Role;
  readonly opens: Millis;
  readonly closes: Millis;
  /** The load while it lasts, every rate in requests a second. */
  readonly load: Load;
}

export interface FaultWindow {
  /** `w1`, `w2`, … in the order of the file. */
  readonly id: string;
  readonly phase: string;
  readonly on: string;
  readonly fault: string;
  readonly params: Json;
  readonly share: Share;
  readonly schedule: Schedule;
  readonly match: Match;
  readonly opens: Millis;
  readonly closes: Millis;
  readonly release: boolean;
  readonly optional: boolean;
  /** What it hits is answered at this one moment, not earlier; null: as it comes. */
  readonly together: Millis | null;
}

export interface ToxicWindow {
  /** `n1`, `n2`, … in the order of the file. */
  readonly id: string;
  readonly phase: string;
  /** Name of an upstream or of a proxy. */
  readonly on: string;
  /** Type on the shelf of toxics, or `down`: nobody gets through, as if the host were gone. */
  readonly toxic: string;
  readonly attributes: ToxicAttributes;
  readonly stream: ToxicStream;
  readonly toxicity: Ratio;
  /** Only the first so many that are made while it is open; null for all, and for those that stand. */
  readonly connections: number | null;
  readonly opens: Millis;
  readonly closes: Millis;
  readonly recycle: boolean;
  readonly optional: boolean;
}

/** Whatever hurts an upstream for a while. */
export type AnyWindow = FaultWindow | ToxicWindow;

/** Users who all ask at once and then fail at once, beside the ordinary ones. */
export interface Cohort {
  /** `c1`, `c2`, … in the order of the file. */
  readonly id: string;
  readonly phase: string;
  readonly on: string;
  readonly journey: string;
  readonly size: number;
  /** When they come, and how long that takes. */
  readonly opens: Millis;
  readonly within: Millis;
  /** When the first attempts of all of them are answered. Their fault is the window that matches the cohort. */
  readonly fails: Millis;
  /** Inbounds of a cohort are numbered on from here, after all ordinary ones. */
  readonly firstInbound: number;
}

export type PlannedArrivals =
  | {
      readonly kind: 'open';
      /** Id on the shelf of arrivals. */
      readonly rule: string;
      readonly count: number;
      /** SHA-256 of the due times in whole microseconds and the journeys, which are drawn again when needed. */
      readonly hash: string;
    }
  | { readonly kind: 'closed' };

/** Every queue, body, wait and count has an end. */
export interface Limits {
  /** How long we wait for open responses after the last phase. */
  readonly drain: Millis;
  readonly bodyBytes: number;
  readonly inbounds: number;
  readonly attempts: number;
  readonly openSockets: number;
}

export type { FaultSpec };
