/** What the author demands. A gate passes when its whole interval does, fails when none of it does. */
import { DEFAULT_GATE } from '../catalog/default-gate.js';
import { gateWords } from '../catalog/gate-words.js';
import { unreachable } from '../kit/invariant.js';
import { figure, limit, rate, span } from '../kit/figures.js';
import type { Measurement, Unit } from '../model/measurement.js';
import type { Comparison, Gate } from '../model/scenario.js';
import type { GateResult } from '../model/scorecard.js';
import type { Grade } from './grade.js';
import type { Gauge } from './measure.js';

export function judgeGates(gates: readonly Gate[], gauge: Gauge, grade: Grade): readonly GateResult[] {
  return gatesOf(gates).map((gate) =>
    gate.measure === 'score' ? scoreGate(gate, grade) : measureGate(gate, gauge),
  );
}

export function gatesOf(gates: readonly Gate[]): readonly Gate[] {
  return gates.length === 0 ? [DEFAULT_GATE] : gates;
}

export interface Reach {
  readonly low: number;
  readonly high: number;
}

export function verdictOf(is: Comparison, limitValue: number, reach: Reach): GateResult['verdict'] {
  const holds = (value: number): boolean => compare(is, value, limitValue);
  if (is === '==') {
    if (reach.low === limitValue && reach.high === limitValue) return 'pass';
    return reach.low > limitValue || reach.high < limitValue ? 'fail' : 'inconclusive';
  }
  if (holds(reach.low) && holds(reach.high)) return 'pass';
  return holds(reach.low) || holds(reach.high) ? 'inconclusive' : 'fail';
}

function compare(is: Comparison, value: number, bound: number): boolean {
  switch (is) {
    case '<':
      return value < bound;
    case '<=':
      return value <= bound;
    case '>':
      return value > bound;
    case '>=':
      return value >= bound;
    case '==':
      return value === bound;
    default:
      return unreachable(is);
  }
}

function scoreGate(gate: Gate, grade: Grade): GateResult {
  if (grade.state === 'ungraded') {
    return { text: gateWords(gate), verdict: 'inconclusive', because: 'there is no score' };
  }
  const [low, high] = grade.interval;
  const because = `${rounded(grade.score)}, 95 % interval ${rounded(low)} to ${rounded(high)}`;
  return { text: gateWords(gate), verdict: verdictOf(gate.is, gate.value, { low, high }), because };
}

export function takenFor({ measure, quantile, during, journey, upstream }: Gate, gauge: Gauge): Measurement {
  return gauge.take(measure, { ...(during === null ? {} : { phase: during }), journey, upstream }, quantile);
}

function measureGate(gate: Gate, gauge: Gauge): GateResult {
  const text = gateWords(gate);
  const taken = takenFor(gate, gauge);
  if (taken.state === 'unmeasured')
    return { text, verdict: 'inconclusive', because: `not known: ${taken.because}` };
  const { value, interval, censored, unit } = taken;
  const reach = { low: interval?.low ?? value, high: censored ? Infinity : (interval?.high ?? value) };
  const shown = (number: number): string => inUnit(number, unit, gate.value);
  const upper = censored ? 'an end that was not seen' : shown(reach.high);
  const ends = interval === null && !censored ? '' : `, 95 % interval ${shown(reach.low)} to ${upper}`;
  return { text, verdict: verdictOf(gate.is, gate.value, reach), because: `${shown(value)}${ends}` };
}

export function inUnit(value: number, unit: Unit, bound = value): string {
  if (unit === 'ms') return span(value, bound);
  if (unit === 'ratio') return limit(value, bound);
  return Number.isInteger(value) ? figure(value) : rate(value, bound);
}

export function rounded(points: number): string {
  return Math.floor(points + 1e-9).toString();
}
