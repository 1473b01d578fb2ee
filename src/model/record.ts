import type { List } from '../kit/list.js';
import type {
  AttemptRow,
  ConnectionRow,
  EffectRow,
  NoteRow,
  PhaseRow,
  ResponseRow,
  SelfRow,
  ToxicRow,
  WindowRow,
} from './event.js';
import type { Plan } from './plan.js';
import type { Millis } from './units.js';

/** What happened. With the plan it is all that a score needs; on disk it is the run's folder. */
export interface RunRecord {
  readonly plan: Plan;
  readonly facts: RunFacts;
  /** In columns where they were read back, so that a row is made when it is looked at. */
  readonly responses: List<ResponseRow>;
  readonly attempts: List<AttemptRow>;
  readonly connections: readonly ConnectionRow[];
  readonly toxics: readonly ToxicRow[];
  readonly phases: readonly PhaseRow[];
  readonly windows: readonly WindowRow[];
  readonly notes: readonly NoteRow[];
  readonly self: readonly SelfRow[];
  /** Empty where no journey writes. */
  readonly effects: readonly EffectRow[];
}

export type RunEnding =
  | { readonly kind: 'completed' }
  /** A rule of the scenario, or a limit of ours, stopped it. */
  | { readonly kind: 'aborted'; readonly because: string }
  | { readonly kind: 'interrupted'; readonly signal: string };

/** `run.json` */
export interface RunFacts {
  readonly format: 1;
  readonly brownout: string;
  /** When the first phase began, by the wall: the zero of all times in the record. */
  readonly startedAt: string;
  readonly seed: number;
  readonly subject: {
    readonly name: string;
    readonly url: string;
    readonly start: string | null;
    readonly died: { readonly at: Millis; readonly phase: string; readonly how: string } | null;
  };
  readonly machine: {
    readonly node: string;
    readonly platform: string;
    readonly cores: number;
    readonly memoryMb: number;
  };
  readonly routing: readonly RoutedUpstream[];
  /** Calls to providers that the scenario doesn't name: they met a trap. */
  readonly trapped: readonly { readonly provider: string; readonly calls: number }[];
  readonly windows: readonly WindowFacts[];
  /** What the toxics met; empty where the plan has none. */
  readonly network: readonly ToxicFacts[];
  readonly counts: Counts;
  /** Our own share of a latency, measured before the run against a zero-delay mock; null if not measured. */
  readonly floor: { readonly p50: Millis; readonly p99: Millis } | null;
  readonly calibration: { readonly capacity: number; readonly how: string } | null;
  readonly checks: readonly SelfCheck[];
  readonly ending: RunEnding;
  /** Last lines of the subject's log, redacted; kept only where it died. */
  readonly lastWords: readonly string[];
}

export interface RoutedUpstream {
  readonly upstream: string;
  /** `unproven`: no call was seen before the first fault. */
  readonly state: 'proven' | 'unproven';
  readonly calls: number;
}

/** What a window met while it was open. One that fired nothing makes the run inconclusive. */
export interface WindowFacts {
  readonly window: string;
  /** Calls that its upstream got while it was open. */
  readonly calls: number;
  /** Those that its match and schedule let through. */
  readonly matched: number;
  /** Those whose plan it changed. */
  readonly fired: number;
  /** Models that were asked for and didn't match, at most three. */
  readonly otherModels: readonly string[];
}

/** What a toxic met while its window was open. One that touched nothing makes the run inconclusive. */
export interface ToxicFacts {
  readonly window: string;
  /** Connections that stood or came while it was open; null behind a Toxiproxy of somebody else. */
  readonly connections: number | null;
  /** Those on which it met something while it was active: bytes, an end, an opening or a reset; null where that can't be seen. */
  readonly carried: number | null;
  /** Bytes that came to it on those while it was active, in its direction. */
  readonly bytes: number | null;
}

/** scheduled = complete + aborted + refused + reset + deadline + censored + unsent */
export interface Counts {
  readonly scheduled: number;
  readonly complete: number;
  readonly aborted: number;
  readonly refused: number;
  readonly reset: number;
  readonly deadline: number;
  readonly censored: number;
  readonly unsent: number;
  readonly attempts: number;
  /** Attempts that could be joined to an inbound. */
  readonly joined: number;
}

export interface SelfCheck {
  readonly id: string;
  readonly ok: boolean;
  readonly said: string;
  /** `time` voids the measures of time, `run` makes the run our own fault. */
  readonly voids: 'nothing' | 'time' | 'run';
}
