/**
 * What the app's patience with one attempt is: both official SDKs wait for ten minutes unless told
 * otherwise. Told from calls that hung until the app gave up, before it had got a single header.
 */
import type { AttemptRow } from '../../model/event.js';
import type { Measure } from './measure.js';
import { unmeasured } from './reading.js';
import type { RecordView } from './view.js';

export const timeout: Measure = {
  id: 'timeout',
  title: 'time until an attempt is given up',
  definition:
    'Most frequent length of the attempts that got no header and that the app ended before their user was gone; where it ended none, the longest that hung is a lower bound.',
  unit: 'ms',
  better: 'less',
  distribution: false,
  phase: 'outage',
  timed: true,
  per: 'upstream',
  narrows: ['during', 'journey', 'upstream'],
  measure: (view, scope) => {
    const hung = view.attempts(scope).where(({ outcome, status }) => outcome === 'hang' && status === null);
    if (hung.length === 0) return unmeasured('no call hung without a header');
    const given = hung.where((attempt) => isGivenUp(view, attempt)).map(lengthOf);
    if (given.length > 0 && given.length < FEWEST)
      return unmeasured(`only ${given.length} calls were given up`);
    const value =
      given.length > 0
        ? modeOf(given)
        : hung.map(lengthOf).reduce((most, length) => Math.max(most, length), 0);
    const samples = given.length > 0 ? given.length : hung.length;
    return { state: 'measured', value, interval: null, censored: given.length === 0, samples };
  },
};

const FEWEST = 5;

/** Who passes on that a user has hung up has no timeout by that. */
function isGivenUp(view: RecordView, attempt: AttemptRow): boolean {
  const row = attempt.inbound === null ? undefined : view.response(attempt.inbound);
  const isAlone = row === undefined || row.end === 'complete' || attempt.ended < row.ended;
  return attempt.endedBy === 'subject' && isAlone;
}

function lengthOf({ started, ended }: AttemptRow): number {
  return ended - started;
}

/** Middle of the half of the values that lie closest together, halved until it can't be. */
function modeOf(values: readonly number[]): number {
  let sorted = [...values].sort((a, b) => a - b);
  while (sorted.length > 3) {
    const half = Math.ceil(sorted.length / 2);
    const starts = sorted.slice(0, sorted.length - half + 1).map((_, start) => start);
    const width = (start: number): number => (sorted[start + half - 1] ?? Infinity) - (sorted[start] ?? 0);
    const best = starts.reduce((least, start) => (width(start) < width(least) ? start : least), 0);
    sorted = sorted.slice(best, best + half);
  }
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}
