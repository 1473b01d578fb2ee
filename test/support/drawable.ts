import type { Drawable } from '../../src/catalog/arrivals/draw.js';
import type { PlannedPhase } from '../../src/model/plan.js';
import type { Journey } from '../../src/model/scenario.js';

/** A journey with every default, to be changed where a test cares. */
export function journey(changes: Partial<Journey> = {}): Journey {
  return {
    name: 'ask',
    request: { method: 'POST', path: '/ask', headers: {}, body: { kind: 'none' } },
    needsModel: true,
    answer: { at: '/answer', survives: 'words', part: false, schema: null },
    stream: { format: 'none' },
    degraded: [{ kind: 'header', name: 'x-degraded', value: null }],
    error: { at: '', codes: [] },
    queued: null,
    effects: null,
    deadline: 3_000,
    patience: 30_000,
    weight: 1,
    traffic: 1,
    ...changes,
  };
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
