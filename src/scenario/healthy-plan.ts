/** A plan in which nothing goes wrong and nobody comes: for mocks that only have to be there. */
import { providers } from '../catalog/providers/shelf.js';
import type { Plan } from '../model/plan.js';
import type { Journey, Upstream } from '../model/scenario.js';
import type { Range } from '../model/units.js';
import { upstreamOf } from './upstream.js';

/** The given upstreams, and one for every provider that none of them speaks for. */
export function everyProvider(given: readonly Upstream[]): readonly Upstream[] {
  const spoken = new Set(given.map(({ provider }) => provider));
  return [...given, ...providers.filter(({ id }) => !spoken.has(id)).map(({ id }) => upstreamOf(id, id, {}))];
}

export function healthyPlan(
  name: string,
  upstreams: readonly Upstream[],
  journeys: readonly Journey[],
): Plan {
  return {
    format: 1,
    scenario: { name, title: name, story: '', sources: [], hash: '' },
    seed: 1,
    inputs: { quick: false, capacity: null },
    upstreams,
    journeys,
    prompts: { pool: 0, repeat: 0 },
    phases: [],
    windows: [],
    proxies: [],
    network: [],
    cohorts: [],
    delays: 'thrifty',
    arrivals: { kind: 'closed' },
    expect: [],
    abort: [],
    limits: { drain: 0, bodyBytes: 1_048_576, inbounds: 2_000_000, attempts: 10_000_000, openSockets: 1_024 },
  };
}

/** So quick that nobody waits for it, so slow that a stream comes in pieces, even where the app gathers them for 0.1 s. */
export function hurried(upstream: Upstream): Upstream {
  const one = (value: number): Range => ({ low: value, high: value });
  return {
    ...upstream,
    model: { ...upstream.model, firstToken: one(20), tokens: one(40), speed: one(100) },
  };
}
