/**
 * The second in which a provider had to take the most: a burst of retries hurts even where their number
 * is modest. Against the whole normal load, so that a second provider isn't
 * compared with its own silence; users who came in addition are allowed for.
 */
import type { Measure, Reading } from './measure.js';
import { expectedRate, peakOf } from './load.js';
import { measured, unmeasured } from './reading.js';
import type { RecordView } from './view.js';
import type { Scope } from '../../model/measurement.js';

export const peakLoad: Measure = {
  id: 'peak-load',
  title: 'peak load on a provider',
  definition:
    'Attempts in the fullest second at one upstream, divided by the attempts a second that the baseline leads to expect for as many users, or by two thirds of the baseline’s own fullest second where chance made that more.',
  unit: 'factor',
  better: 'less',
  distribution: false,
  phase: 'outage',
  timed: false,
  per: 'upstream',
  measure: peakReading,
};

export function peakReading(view: RecordView, scope: Scope): Reading {
  if (view.phases(scope.phase).length === 0) return unmeasured('the run had no such phase');
  const expected = expectedRate(view, scope.phase);
  if (expected === null) return unmeasured('there was no call at baseline');
  const peak = peakOf(view, scope.phase, scope.upstream);
  return measured(peak.count / expected, null, peak.count);
}
