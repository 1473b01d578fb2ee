/**
 * Gates that one run can't decide, decided on several: each is a look, and who looks more often may be
 * less sure each time, so that all looks together are wrong no more often than one (alpha spent 1, 2 and 2 %).
 */
import { gateWords } from '../catalog/gate-words.js';
import { viewOf } from '../catalog/measures/view.js';
import type { Unit } from '../model/measurement.js';
import type { Gate } from '../model/scenario.js';
import type { GateResult } from '../model/scorecard.js';
import type { Scored } from './compare.js';
import { gatesOf, inUnit, rounded, takenFor, verdictOf, type Reach } from './gates.js';
import { gaugeOf, type Gauge } from './measure.js';
import { spreadOf } from './spread.js';

export const MOST_LOOKS = 3;
/** Standard normal deviates of 99, 98 and 98 %, over that of the 95 % that every interval here has. */
const WIDER = [2.5758 / 1.96, 2.3263 / 1.96, 2.3263 / 1.96];

export interface Look {
  readonly gates: readonly GateResult[];
  readonly verdict: GateResult['verdict'];
}

/**
 * All runs so far together: they were independent, so their errors add up like squares; where runs differ by
 * more than that, the spread between them is what is known.
 */
export function look(runs: readonly Scored[]): Look {
  const gauges = runs.map(({ record }) => gaugeOf(viewOf(record)));
  const gates = gatesOf(runs[0]?.record.plan.expect ?? []).map((gate) => pooled(gate, runs, gauges));
  const verdict = gates.some((gate) => gate.verdict === 'fail')
    ? 'fail'
    : gates.every((gate) => gate.verdict === 'pass')
      ? 'pass'
      : 'inconclusive';
  return { gates, verdict };
}

interface Seen extends Reach {
  readonly value: number;
  readonly weight: number;
}

function pooled(gate: Gate, runs: readonly Scored[], gauges: readonly Gauge[]): GateResult {
  const seen = gate.measure === 'score' ? runs.map(scoreOf) : gauges.map((gauge) => measureOf(gate, gauge));
  const known = seen.filter((one) => one !== null);
  if (known.length < runs.length)
    return { text: gateWords(gate), verdict: 'inconclusive', because: 'not known in every run' };
  const whole = known.reduce((sum, { weight }) => sum + weight, 0);
  const value = known.reduce((sum, one) => sum + one.weight * one.value, 0) / whole;
  const wider = WIDER[Math.min(runs.length, MOST_LOOKS) - 1] ?? 1;
  const between = spreadOf(known.map((one) => one.value));
  const half = (of: (one: Seen) => number): number =>
    wider * Math.max(between, Math.hypot(...known.map((one) => one.weight * of(one))) / whole);
  const unit = gate.measure === 'score' ? null : unitOf(gate, gauges);
  const ends = endsOf(gate, unit);
  const reach = {
    low: Math.max(ends.low, value - half((one) => one.value - one.low)),
    high: Math.min(ends.high, value + half((one) => one.high - one.value)),
  };
  const shown = (number: number): string => (unit === null ? rounded(number) : inUnit(number, unit));
  return {
    text: gateWords(gate),
    verdict: verdictOf(gate.is, gate.value, reach),
    because: `${shown(value)} in ${runs.length === 1 ? '1 run' : `${runs.length} runs`}, ${shown(reach.low)} to ${shown(reach.high)}`,
  };
}

/** What is a share stays one, however wide it is looked at. */
function endsOf({ measure }: Gate, unit: Unit | null): Reach {
  if (unit === null) return { low: 0, high: 100 };
  return { low: measure === 'utility' ? -1 : 0, high: unit === 'ratio' ? 1 : Infinity };
}

function scoreOf({ scorecard }: Scored): Seen | null {
  const { score, interval } = scorecard;
  if (score === null || interval === null) return null;
  return { value: score, low: interval[0], high: interval[1], weight: 1 };
}

function measureOf(gate: Gate, gauge: Gauge): Seen | null {
  const taken = takenFor(gate, gauge);
  if (taken.state === 'unmeasured') return null;
  const { value, interval, censored, samples } = taken;
  const high = censored ? Infinity : (interval?.high ?? value);
  return { value, low: interval?.low ?? value, high, weight: Math.max(1, samples) };
}

function unitOf(gate: Gate, gauges: readonly Gauge[]): Unit | null {
  const [first] = gauges;
  const taken = first === undefined ? null : takenFor(gate, first);
  return taken?.state === 'measured' ? taken.unit : null;
}
