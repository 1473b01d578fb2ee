import type { Random } from '../../kit/random.js';
import type { Millis } from '../../model/units.js';
import type { WirePlan } from '../../model/wire.js';
import type { FaultLayer, Hit, Rewrite } from './fault.js';

/** A window that hits this call, in the order of the file. */
export interface WindowHit {
  readonly window: string;
  readonly layer: FaultLayer;
  readonly rewrite: Rewrite;
  /** Since the window opened. */
  readonly at: Millis;
}

/** What all windows see alike; `random` is named after inbound and attempt. */
export type HitBase = Omit<Hit, 'at'> & { readonly random: Random };

export interface Composed {
  readonly plan: WirePlan;
  /** Windows that shaped the plan, in the order in which they did. */
  readonly fired: readonly string[];
}

/** Applies the layers of `fault.ts`: the first `instead` that hits, or else every `rewrite`; then the delays. */
export function compose(hits: readonly WindowHit[], base: HitBase): Composed {
  const fired: string[] = [];
  let plan = base.plan;
  const apply = ({ window, rewrite, at }: WindowHit): boolean => {
    const next = rewrite({ ...base, plan, at, random: base.random.at(window) });
    if (next === plan) return false;
    plan = next;
    fired.push(window);
    return true;
  };
  const inLayer = (layer: FaultLayer): readonly WindowHit[] => hits.filter((hit) => hit.layer === layer);
  const isReplaced = inLayer('instead').some(apply);
  if (!isReplaced) inLayer('rewrite').forEach(apply);
  inLayer('delay').forEach(apply);
  return { plan, fired };
}
