/**
 * Retries multiply load when there is the least to spare: five layers of three make 243
 * (AWS Builders' Library), and above 1/(n+1) of its capacity a provider stays down by them alone. Attempts
 * per call, so that agents and fan-out aren't taken for retries; the worst
 * upstream counts. Where too few attempts can be joined, attempts per request against the baseline.
 */
import type { Scope } from '../../model/measurement.js';
import { areJoined } from './correlation.js';
import { excessLoad } from './excess-load.js';
import type { Measure, Reading } from './measure.js';
import { measured, ratio, secondsOf, unmeasured } from './reading.js';
import type { RecordView } from './view.js';

export const amplification: Measure = {
  id: 'amplification',
  title: 'calls per request',
  definition:
    'Attempts per call: how many upstream requests one step of the app became, first try included, at the upstream where it was worst. Upstreams with fewer than 10 calls count only where none has more.',
  unit: 'factor',
  better: 'less',
  distribution: false,
  phase: 'outage',
  timed: false,
  per: 'upstream',
  narrows: ['during', 'journey', 'upstream'],
  measure: (view, scope) => {
    if (!areJoined(view)) return excessLoad(view, scope);
    return scope.upstream === null ? worstUpstream(view, scope) : perCall(view, scope);
  },
};

const FEW = 10;

function worstUpstream(view: RecordView, scope: Scope): Reading {
  const all = view.record.plan.upstreams.map(({ name }) => perCall(view, { ...scope, upstream: name }));
  const readings = all.filter((reading) => reading.state === 'measured');
  const enough = readings.filter(({ samples }) => samples >= FEW);
  const [first, ...rest] = enough.length > 0 ? enough : readings;
  if (first === undefined) return unmeasured('the app called no upstream in that phase');
  return rest.reduce((worst, reading) => (reading.value > worst.value ? reading : worst), first);
}

function perCall(view: RecordView, scope: Scope): Reading {
  const { phase, journey, upstream } = scope;
  return view.keep(`per call ${String(phase)} ${String(journey)} ${String(upstream)}`, () =>
    readPerCall(view, scope),
  );
}

function readPerCall(view: RecordView, scope: Scope): Reading {
  const calls = view.calls(scope);
  if (calls.length === 0) return unmeasured('the app called no upstream in that phase');
  const seconds = secondsOf(view, scope);
  let attempts = 0;
  for (const call of calls) {
    attempts += call.tries;
    seconds.add(call.due, call.tries, 1);
  }
  const interval = ratio(view, `amplification ${String(scope.upstream)}`, seconds.bins);
  return measured(attempts / calls.length, interval, calls.length);
}
