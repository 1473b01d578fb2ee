/**
 * The second in which a provider had to take the most: a burst of retries hurts even where their number
 * is modest. Against the whole normal load, so that a second provider isn't
 * compared with its own silence; users who came in addition are allowed for.
 */
import { aroundGreatest } from '../../kit/redrawn.js';
import { expectedRate, fullestBySecond } from './derived/load.js';
import type { Measure, Reading } from './measure.js';
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
  narrows: ['during', 'upstream'],
  measure: peakReading,
};

export function peakReading(view: RecordView, scope: Scope): Reading {
  if (view.phases(scope.phase).length === 0) return unmeasured('the run had no such phase');
  const expected = expectedRate(view, scope.phase);
  if (expected === null) return unmeasured('there was no call at baseline');
  const seconds = fullestBySecond(view, scope.phase, scope.upstream);
  const peak = seconds.reduce((most, count) => Math.max(most, count), 0);
  const ends = aroundGreatest(seconds);
  // What is to be expected is taken as it is: both sides of it count the same users.
  const interval = ends && { low: ends.low / expected, high: ends.high / expected };
  return measured(peak / expected, interval, peak);
}
