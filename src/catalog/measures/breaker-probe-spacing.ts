/**
 * How often an open breaker looks whether the provider is back: opossum waits 30 s by default, half of which
 * users lose on average after every outage.
 */
import { breakerOf, type Breaker } from './derived/breaker.js';
import { whereJoined } from './correlation.js';
import type { Measure, Reading } from './measure.js';
import { quantileReading } from './derived/quantile.js';
import { unmeasured } from './reading.js';
import type { RecordView } from './view.js';

export const breakerProbeSpacing: Measure = {
  id: 'breaker-probe-spacing',
  title: 'time between two probes',
  definition:
    'Median time between the starts of two calls while users’ calls are held back, the tries of one call counted once; of at least three such calls.',
  unit: 'ms',
  better: 'less',
  distribution: false,
  phase: 'outage',
  timed: true,
  per: 'upstream',
  narrows: ['during', 'upstream'],
  measure: whereJoined((view, scope) => {
    const breaker = breakerOf(view, scope);
    if (breaker.is === 'untold') return unmeasured(breaker.because);
    if (breaker.is === 'closed') return unmeasured('the app never held its calls back');
    return spacingOf(view, breaker);
  }),
};

const FEWEST = 3;

function spacingOf(view: RecordView, breaker: Breaker & { readonly is: 'open' }): Reading {
  const probes = probesOf(view, breaker);
  if (probes.length < FEWEST)
    return unmeasured(`only ${probes.length} calls were made while calls were held back`);
  const spacings = probes.slice(1).map((at, index) => at - (probes[index] ?? at));
  const reading = quantileReading({ ended: spacings, running: [] }, 0.5, '');
  if (reading.state === 'measured') return reading;
  const middle = [...spacings].sort((a, b) => a - b)[Math.floor((spacings.length - 1) / 2)] ?? 0;
  const ends = { low: Math.min(...spacings), high: Math.max(...spacings) };
  return { state: 'measured', value: middle, interval: ends, censored: false, samples: spacings.length };
}

/** When calls began meanwhile. */
export function probesOf(
  view: RecordView,
  { watch, from, until }: Breaker & { readonly is: 'open' },
): readonly number[] {
  return view
    .calls({ upstream: watch.upstream })
    .map(({ first }) => first.started)
    .filter((at) => at >= from && at < until)
    .sort((a, b) => a - b);
}
