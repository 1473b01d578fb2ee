import type { Random } from '../../kit/random.js';
import type { LlmAnswer, LlmCall, Refusal } from '../../model/llm.js';
import type { Millis, Range } from '../../model/units.js';
import type { WirePlan, WireRequest } from '../../model/wire.js';

/**
 * A provider speaks one vendor's dialect: it reads a request into a call free of dialect, and writes
 * an answer or a refusal as a plan for the wire. It knows neither faults nor sockets.
 */
export interface Provider {
  readonly id: string;
  readonly title: string;
  /** Variables that the official SDKs read, with values for a mock at `url` (no trailing slash). */
  env(url: string): Readonly<Record<string, string>>;
  read(request: WireRequest): ReadRequest;
  /** The whole answer; the first step's `after` is the time until the model had finished. */
  whole(call: LlmCall, answer: LlmAnswer, context: WriteContext): WirePlan;
  stream(call: LlmCall, answer: LlmAnswer, context: WriteContext): WirePlan;
  refuse(refusal: Refusal, context: RefuseContext): WirePlan;
  /** With which status this vendor says that it has no room left. */
  readonly overloadStatus: number;
  /** An error inside a stream whose head said 200, in this dialect's own words. */
  errorEvent(refusal: Refusal, context: RefuseContext): string;
  /** Silence that keeps a stream alive, such as Anthropic's ping; empty where the dialect has none. */
  readonly ping: string;
  /** Which of the vendor's routes, in words; what it has beside them is answered with 404. */
  readonly speaks: string;
  /** For a route that isn't spoken, by the end of its path: how an app can do without. */
  readonly detours: readonly { readonly of: string; readonly say: string }[];
  /** Lists of models, counts of tokens and the like: answered at once, never hurt, never a retry. */
  side(request: WireRequest, context: RefuseContext): WirePlan;
}

export type ReadRequest =
  | { readonly kind: 'call'; readonly call: LlmCall }
  /** A request that the dialect answers without a model. */
  | { readonly kind: 'side' }
  /** What the vendor itself would refuse, such as a missing field or an unknown path. */
  | { readonly kind: 'refused'; readonly refusal: Refusal };

export interface RefuseContext {
  /** Named after the attempt: ids of messages and requests are drawn from it. */
  readonly random: Random;
  readonly model: string;
  /** Wall time in ms since 1970, for dates on the wire only. */
  readonly wallTime: number;
  /** Recognisable again in whatever the user gets; see `catalog/answers/canary.ts`. */
  readonly canary: string;
  /** The state of this upstream's limits, or null where it has none declared. */
  readonly limits: LimitState | null;
}

export interface WriteContext extends RefuseContext {
  readonly pacing: DrawnPacing;
}

/** One answer's pace, drawn from the upstream's ranges. */
export interface DrawnPacing {
  readonly firstToken: Millis;
  /** Time from one token to the next. */
  readonly gap: Millis;
}

export interface LimitState {
  readonly requests: LimitGauge | null;
  readonly tokens: LimitGauge | null;
}

export interface LimitGauge {
  readonly limit: number;
  readonly remaining: number;
  /** Until it is full again. */
  readonly resetsIn: Millis;
}

export type { Range };
