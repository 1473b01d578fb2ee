/** The effect of every fault on the catalog's shelf. */
import { broken } from './broken.js';
import { delays } from './delays.js';
import type { EffectEntry } from './effect.js';
import { refusals } from './refusals.js';
import { silence } from './silence.js';

export const effects: readonly EffectEntry[] = [...refusals, ...broken, ...silence, ...delays];

const byFault = new Map(effects.map((effect) => [effect.fault, effect]));

export function effectOf(fault: string): EffectEntry | undefined {
  return byFault.get(fault);
}
