/**
 * How long the users waited for the app after the provider was well again: open breakers, full queues
 * and retries keep it down (Slack, 22 February 2022). Whole seconds, because a bin of
 * one second is what the rule looks at.
 */
import { randomOf, type Random } from '../../kit/random.js';
import { middle, normals } from '../../kit/redrawn.js';
import type { Ends } from '../../kit/statistics.js';
import type { Measure, Reading } from './measure.js';
import { unmeasured } from './reading.js';
import { recoveryOf, type Stretch } from './derived/stretch.js';
import { worthOf } from './utility.js';
import type { RecordView } from './view.js';
import type { Scope } from '../../model/measurement.js';

export const recoveryTime: Measure = {
  id: 'recovery-time',
  title: 'time until back to normal',
  definition:
    'Time from the end of the last outage until the mean utility of each of the next four seconds is at most 0.07 below the baseline and their mean at most 0.03; the margins widen with fewer than 20 requests a second, and a second without any tells nothing.',
  unit: 'ms',
  better: 'less',
  distribution: false,
  phase: 'recovery',
  timed: false,
  per: 'nothing',
  narrows: ['journey'],
  needs: ['recovery'],
  measure: recoveryReading,
};

const RUN = 4;

/** What the responses that were due in a second, or in the baseline, were worth. */
interface Seen {
  readonly count: number;
  readonly mean: number;
  /** How far the mean of so many strays. */
  readonly error: number;
}

function recoveryReading(view: RecordView, scope: Scope): Reading {
  const stretch = recoveryOf(view);
  if (stretch === null) return unmeasured('the run had no recovery phase');
  const baseline = baselineOf(view, scope);
  if (baseline.count === 0) return unmeasured('there was no request at baseline to compare with');
  const seconds = secondsIn(view, scope, stretch);
  if (seconds.length < RUN) return unmeasured('the recovery phase is shorter than four seconds');
  const samples = seconds.reduce((sum, { count }) => sum + count, 0);
  if (samples === 0) return unmeasured('no request was due in the recovery phase');
  const watched = stretch.closes - stretch.opens;
  const back = firstBack({ seconds, meanAt: ({ mean }) => mean, before: baseline.mean });
  const value = back === null ? watched : back * 1000;
  const drawn = redrawn(seconds, baseline, randomOf(view.record.plan.seed).at('interval', 'recovery-time'));
  const interval = {
    // Seconds are whole: it may have been back for most of the one before.
    low: 1000 * Math.max(0, Math.min(back ?? seconds.length, drawn.low) - 1),
    high: Math.min(watched, Math.max(value, 1000 * drawn.high)),
  };
  return { state: 'measured', value, interval, censored: back === null, samples };
}

/**
 * When it would have been back, had others of the same users come in each second: the mean of some twenty
 * strays, and what the rule says of it too. From sums, since a record may have a million rows.
 */
function redrawn(seconds: readonly Seen[], baseline: Seen, random: Random): Ends {
  const normal = normals(random.sequence());
  const drawn = ({ mean, error }: Seen): number =>
    error === 0 ? mean : Math.max(-1, Math.min(1, mean + error * normal()));
  return middle(() => {
    const means: number[] = [];
    const before = drawn(baseline);
    const meanAt = (second: Seen, place: number): number => (means[place] ??= drawn(second));
    return firstBack({ seconds, meanAt, before }) ?? seconds.length;
  });
}

interface Course {
  readonly seconds: readonly Seen[];
  readonly meanAt: (second: Seen, place: number) => number;
  /** The mean of the baseline. */
  readonly before: number;
}

/** Null where it never was. */
function firstBack(course: Course): number | null {
  for (let first = 0; first + RUN <= course.seconds.length; first += 1) {
    if (isBack(course, first)) return first;
  }
  return null;
}

function isBack({ seconds, meanAt, before }: Course, first: number): boolean {
  let sum = 0;
  let told = 0;
  let requests = 0;
  for (let place = first; place < first + RUN; place += 1) {
    const second = seconds[place];
    if (second === undefined || second.count === 0) continue;
    const mean = meanAt(second, place);
    if (mean < before - 0.07 * widening(second.count)) return false;
    told += 1;
    requests += second.count;
    sum += mean;
  }
  return told > 0 && sum / told >= before - 0.03 * widening(requests / told);
}

/** The margins hold for 20 requests a second; with fewer, chance alone moves the mean further. */
function widening(requests: number): number {
  return Math.max(1, Math.sqrt(20 / requests));
}

function secondsIn(view: RecordView, scope: Scope, stretch: Stretch): readonly Seen[] {
  const length = Math.floor((stretch.closes - stretch.opens) / 1000);
  const all = Array.from({ length }, nothing);
  for (const row of view.responses({ phase: 'recovery', journey: scope.journey })) {
    const sums = all[Math.floor((row.due - stretch.opens) / 1000)];
    if (sums !== undefined && !view.isOpen(row)) add(sums, worthOf(view, row));
  }
  return all.map(seen);
}

/** Pooled by traffic, like the seconds that are compared with it. */
function baselineOf(view: RecordView, scope: Scope): Seen {
  const sums = nothing();
  for (const row of view.responses({ phase: 'baseline', journey: scope.journey })) {
    if (!view.isOpen(row)) add(sums, worthOf(view, row));
  }
  return seen(sums);
}

interface Running {
  count: number;
  sum: number;
  squares: number;
}

function nothing(): Running {
  return { count: 0, sum: 0, squares: 0 };
}

function add(sums: Running, worth: number): void {
  sums.count += 1;
  sums.sum += worth;
  sums.squares += worth * worth;
}

function seen({ count, sum, squares }: Running): Seen {
  if (count === 0) return { count, mean: 0, error: 0 };
  const mean = sum / count;
  const variance = squares / count - mean * mean;
  // What rounding leaves of equal values is no spread.
  return { count, mean, error: variance < 1e-12 ? 0 : Math.sqrt(variance / count) };
}
