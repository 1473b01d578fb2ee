/** Applies the layers of a fault to a fate, in the order in which the catalog applies them to a plan. */
import type { WindowHit } from '../../catalog/faults/compose.js';
import type { FaultLayer } from '../../catalog/faults/fault.js';
import type { Random } from '../../kit/random.js';
import type { Fate } from '../fate.js';
import type { Effect, Met } from './effect.js';

export type EffectHit = Pick<WindowHit, 'window' | 'layer' | 'at'> & { readonly effect: Effect };

export interface Shaped {
  readonly fate: Fate;
  /** Windows that shaped it, in the order in which they did. */
  readonly fired: readonly string[];
  /** True where the answer was thrown away: then no server works on it. */
  readonly isReplaced: boolean;
}

export function shaped(
  hits: readonly EffectHit[],
  base: Omit<Met, 'at' | 'random'> & { readonly random: Random },
): Shaped {
  const fired: string[] = [];
  let { fate } = base;
  const apply = ({ window, effect, at }: EffectHit): boolean => {
    const next = effect({ ...base, fate, at, random: base.random.at(window) });
    if (next === fate) return false;
    fate = next;
    fired.push(window);
    return true;
  };
  const inLayer = (layer: FaultLayer): readonly EffectHit[] => hits.filter((hit) => hit.layer === layer);
  const isReplaced = inLayer('instead').some(apply);
  if (!isReplaced) inLayer('rewrite').forEach(apply);
  inLayer('delay').forEach(apply);
  return { fate, fired, isReplaced };
}
