/**
 * How long the users waited for the app after the provider was well again: open breakers, full queues
 * and retries keep it down (Slack, 22 February 2022). Whole seconds, because a bin of
 * one second is what the rule looks at.
 */
import type { Measure, Reading } from './measure.js';
import { unmeasured } from './reading.js';
import { recoveryOf, type Stretch } from './stretch.js';
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
  measure: recoveryReading,
};

const RUN = 4;

interface Bin {
  sum: number;
  count: number;
}

function recoveryReading(view: RecordView, scope: Scope): Reading {
  const stretch = recoveryOf(view);
  if (stretch === null) return unmeasured('the run had no recovery phase');
  const before = meanOf(view, scope);
  if (before === null) return unmeasured('there was no request at baseline to compare with');
  const bins = binsOf(view, scope, stretch);
  if (bins.length < RUN) return unmeasured('the recovery phase is shorter than four seconds');
  const samples = bins.reduce((sum, { count }) => sum + count, 0);
  if (samples === 0) return unmeasured('no request was due in the recovery phase');
  for (let first = 0; first + RUN <= bins.length; first += 1) {
    if (isBack(bins.slice(first, first + RUN), before)) {
      return { state: 'measured', value: first * 1000, interval: null, censored: false, samples };
    }
  }
  const watched = stretch.closes - stretch.opens;
  return { state: 'measured', value: watched, interval: null, censored: true, samples };
}

function isBack(run: readonly Bin[], before: number): boolean {
  let sum = 0;
  let seconds = 0;
  for (const bin of run) {
    if (bin.count === 0) continue;
    seconds += 1;
    const mean = bin.sum / bin.count;
    if (mean < before - 0.07 * widening(bin.count)) return false;
    sum += mean;
  }
  const requests = run.reduce((all, { count }) => all + count, 0);
  return seconds > 0 && sum / seconds >= before - 0.03 * widening(requests / seconds);
}

/** The margins hold for 20 requests a bin; with fewer, chance alone moves the mean further. */
function widening(requests: number): number {
  return Math.max(1, Math.sqrt(20 / requests));
}

function binsOf(view: RecordView, scope: Scope, stretch: Stretch): readonly Bin[] {
  const length = Math.floor((stretch.closes - stretch.opens) / 1000);
  const bins: Bin[] = Array.from({ length }, () => ({ sum: 0, count: 0 }));
  for (const row of view.responses({ phase: 'recovery', journey: scope.journey })) {
    const bin = bins[Math.floor((row.due - stretch.opens) / 1000)];
    if (bin === undefined || view.isOpen(row)) continue;
    bin.sum += worthOf(view, row);
    bin.count += 1;
  }
  return bins;
}

/** Pooled by traffic, like the bins that it is compared with. */
function meanOf(view: RecordView, scope: Scope): number | null {
  const rows = view.responses({ phase: 'baseline', journey: scope.journey });
  let sum = 0;
  let count = 0;
  for (const row of rows) {
    if (view.isOpen(row)) continue;
    sum += worthOf(view, row);
    count += 1;
  }
  return count === 0 ? null : sum / count;
}
