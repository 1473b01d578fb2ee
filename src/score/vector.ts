/** The sub-metrics of one run: all that the points and the ceilings see. */
import type { Measurement, Unit } from '../model/measurement.js';
import type { Gauge } from './measure.js';
import type { Rubric } from './rubric.js';

export interface Point {
  readonly value: number;
  readonly low: number;
  /** Infinity where it was still going on when we stopped looking. */
  readonly high: number;
  /** What earns the points: `value`, or Infinity likewise, since nobody may gain by not being back in time. */
  readonly counted: number;
  readonly unit: Unit;
  readonly samples: number;
}

/** By measure and phase; what is missing was not measured. */
export type Vector = ReadonlyMap<string, Point>;

export function keyOf(measure: string, phase: string | null): string {
  return `${measure} ${phase ?? 'all'}`;
}

export function vectorOf(rubric: Rubric, gauge: Gauge): Vector {
  const vector = new Map<string, Point>();
  const rules = rubric.caps.flatMap(({ rule }) => (rule.kind === 'no-recovery' ? [] : [rule]));
  for (const { measure, phase } of [...rubric.terms, ...rules]) {
    const point = pointOf(gauge.take(measure, { phase }));
    if (point !== null) vector.set(keyOf(measure, phase), point);
  }
  return vector;
}

function pointOf(taken: Measurement): Point | null {
  if (taken.state === 'unmeasured') return null;
  const { value, interval, unit, samples, censored } = taken;
  const high = censored ? Infinity : (interval?.high ?? value);
  return { value, low: interval?.low ?? value, high, counted: censored ? Infinity : value, unit, samples };
}
