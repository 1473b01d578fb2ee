/** Modelled apps whose layers of retries are known, in an outage in which every call fails. */
import type { RunRecord } from '../../src/model/record.js';
import { knownPlan } from '../../src/simulate/known/plan.js';
import { failing, outage, SLOW_ERRORS } from '../../src/simulate/known/worlds.js';
import { HONEST, ONCE, type Policy, type Retry, type Wait } from '../../src/simulate/policy.js';
import { simulatedRecord } from '../../src/simulate/record.js';

export const AT_ONCE: Wait = { kind: 'none' };

export function steps(...waits: readonly number[]): Wait {
  return { kind: 'steps', steps: waits };
}

export type Jitter = readonly [low: number, high: number];

export function growing(
  first: number,
  [low, high]: Jitter = [1, 1],
  { factor = 2, cap = 1e6 }: { readonly factor?: number; readonly cap?: number } = {},
): Wait {
  return { kind: 'exponential', first, factor, cap, jitter: { low, high } };
}

function layer(times: number, wait: Wait): Retry {
  return { ...ONCE, times, wait, broken: true };
}

export function retrying(
  inner: readonly [number, Wait],
  outer: readonly [number, Wait] = [0, AT_ONCE],
): Policy {
  return { ...HONEST, id: 'layered', summary: '', retry: layer(...inner), outer: layer(...outer) };
}

/** Two hundred users in an outage of 20 s, who wait until they are told. */
export function downFor(policy: Policy, seed: number, share = 1): RunRecord {
  const shape = outage([failing(share), SLOW_ERRORS], { rate: 10, outage: 20_000, patience: 1_000_000 });
  const plan = knownPlan({ ...shape, title: 'layers', seed, drain: 1_000_000 });
  return simulatedRecord({ plan, policy, instances: 1, version: 'test', startedAt: '' });
}

/** The same record, of whose calls the SDK counts its own retries. */
export function countedBy(record: RunRecord, count: (ordinal: number) => number): RunRecord {
  return {
    ...record,
    attempts: record.attempts.map((row) => ({ ...row, retryCount: count(row.ordinal) })),
  };
}

/** The same record, of whose calls the body changes with each try of the outer layer. */
export function rebuiltEvery(record: RunRecord, tries: number): RunRecord {
  return {
    ...record,
    attempts: record.attempts.map((row) => ({ ...row, body: 1 + Math.floor((row.ordinal - 1) / tries) })),
  };
}
