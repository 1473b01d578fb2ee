import type { Drawable } from '../../src/catalog/arrivals/draw.js';
import type { PlannedPhase } from '../../src/model/plan.js';
import type { Journey } from '../../src/model/scenario.js';
import { journeyOf } from './record.js';

/** One that marks lesser answers by a header. */
export function journey(changes: Partial<Journey> = {}): Journey {
  return journeyOf({
    degraded: [{ kind: 'header', name: 'x-degraded', value: null }],
    error: { at: '', codes: [] },
    ...changes,
  });
}

export function openPhase(name: string, opens: number, closes: number, perSecond = 20): PlannedPhase {
  const rate = { kind: 'per-second', value: perSecond } as const;
  return { name, role: 'baseline', opens, closes, load: { kind: 'open', rate, arrivals: 'poisson' } };
}

export function drawable(changes: Partial<Drawable> = {}): Drawable {
  return {
    seed: 1,
    phases: [openPhase('before', 0, 20_000), openPhase('during', 20_000, 60_000)],
    journeys: [journey()],
    prompts: { pool: 0, repeat: 0 },
    ...changes,
  };
}
