/** What the known worlds have in common: a short baseline, and a fault that outlasts every retry. */
import type { Hurt, Shape } from './plan.js';

export const RATE = 20;
export const OUTAGE = 50_000;
/** The latency of an error, where one is wanted. */
export const ERROR = 40;
const LONG = 4_000_000;

/** On every attempt at the first provider, long after the last user has come. */
export function always(fault: string, params: object, share = 1): Hurt {
  return { fault, params: { ...params }, share, for: LONG };
}

export function failing(share: number, status = 500): Hurt {
  return always('status', { status }, share);
}

export const SLOW_ERRORS: Hurt = always('latency', { by: `${ERROR}ms` });

export function outage(faults: readonly Hurt[], changes: Partial<Shape> = {}): Omit<Shape, 'title' | 'seed'> {
  return { rate: RATE, baseline: 5_000, outage: OUTAGE, recovery: 0, faults, ...changes };
}
