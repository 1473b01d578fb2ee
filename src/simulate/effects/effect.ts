/** What a fault does to the timing and the outcome of an attempt, without a word of any dialect. */
import type { Random } from '../../kit/random.js';
import type { Millis } from '../../model/units.js';
import type { DrawnPacing, Provider } from '../../catalog/providers/provider.js';
import type { Fate } from '../fate.js';

/** What an effect sees of the call that it meets. */
export interface Met {
  readonly fate: Fate;
  readonly model: string;
  readonly pacing: DrawnPacing;
  /** Named after inbound, attempt and window, as in front of a real socket. */
  readonly random: Random;
  /** Since the window opened. */
  readonly at: Millis;
}

/** Gives back the very same fate where it changed nothing: then the window didn't fire. */
export type Effect = (met: Met) => Fate;

export interface EffectOf<P> {
  readonly fault: string;
  /** Called once for each window: what it closes over is the window's state. */
  open(params: P, provider: Provider): Effect;
}

export interface EffectEntry {
  readonly fault: string;
  open(params: unknown, provider: Provider): Effect;
}

export function defineEffect<P>(effect: EffectOf<P>): EffectEntry {
  return {
    fault: effect.fault,
    // A plan holds the parameters as the fault's own schema has read them.
    open: (params, provider) => effect.open(params as P, provider),
  };
}
