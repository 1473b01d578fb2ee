import type { z } from 'zod';
import type { Random } from '../../kit/random.js';
import type { LlmCall } from '../../model/llm.js';
import type { Json, Millis } from '../../model/units.js';
import type { WirePlan } from '../../model/wire.js';
import type { Provider, WriteContext } from '../providers/provider.js';

/**
 * Windows that hit one call are applied in this order. `instead` throws the answer away: the first
 * one that hits wins, and no `rewrite` is applied to it. `rewrite` changes an answer. `delay` holds
 * back whatever is left.
 */
export type FaultLayer = 'instead' | 'rewrite' | 'delay';

/** What a fault sees of the call that it hits. */
export interface Hit {
  readonly plan: WirePlan;
  readonly call: LlmCall;
  readonly provider: Provider;
  readonly context: WriteContext;
  /** Named after inbound, attempt and window. */
  readonly random: Random;
  /** Since the window opened. */
  readonly at: Millis;
}

/** Gives back the very same plan where it changed nothing: then the window didn't fire. */
export type Rewrite = (hit: Hit) => WirePlan;

export interface FaultDefinition<P> {
  readonly kind: string;
  readonly layer: FaultLayer;
  /** Left out: not. */
  readonly isFailure?: true;
  /** One sentence for `brownout list` and the reference. */
  readonly summary: string;
  /** The real outage or thread that it imitates. */
  readonly source: string;
  /** Strict: an unknown key is an error with a suggestion. Durations are parsed by `catalog/faults/params.ts`. */
  readonly params: z.ZodType<P>;
  /** As an author would write it. */
  readonly example: Readonly<Record<string, Json>>;
  /** Called once for each window: what it closes over is the window's state. */
  open(params: P): Rewrite;
}

/** A fault with its parameters' type closed over, so that the shelf is a plain list. */
export interface Fault {
  readonly kind: string;
  readonly layer: FaultLayer;
  /** It ends the call, and whoever called is told so: a refusal, or a connection or stream that breaks. */
  readonly isFailure: boolean;
  readonly summary: string;
  readonly source: string;
  readonly params: z.ZodType;
  readonly example: Readonly<Record<string, Json>>;
  open(params: unknown): Rewrite;
}

export function defineFault<P>(definition: FaultDefinition<P>): Fault {
  return {
    kind: definition.kind,
    layer: definition.layer,
    isFailure: definition.isFailure ?? false,
    summary: definition.summary,
    source: definition.source,
    params: definition.params,
    example: definition.example,
    // A plan holds parameters in their parsed form, which a schema need not accept twice.
    open: (params) => definition.open(params as P),
  };
}
