/**
 * A herd needs something that synchronises it: a common Retry-After, a reset of all connections. Among
 * users who come by chance even retries without jitter look like chance, so it is only told from a cohort
 * that failed at one moment. The official SDKs' jitter, a quarter of the delay, leaves 96 % of all pairs of
 * first retries within 100 ms.
 */
import { randomOf } from '../../kit/random.js';
import { herdsOf, retryStarts, type Herd } from './derived/herd.js';
import type { Measure, Reading } from './measure.js';
import { measured, unmeasured } from './reading.js';
import { synchronyOf, type Synchrony } from './derived/synchrony.js';
import type { RecordView } from './view.js';

export const herdSynchronisation: Measure = {
  id: 'herd-synchronisation',
  title: 'retries that come in step',
  definition:
    'Share of the pairs of users of a cohort, made to fail at one moment, whose first (second, third) retries start within 100 ms of each other; the highest of those three that at least 30 users made, in the worst cohort.',
  unit: 'ratio',
  better: 'less',
  distribution: false,
  phase: 'outage',
  timed: true,
  per: 'nothing',
  narrows: ['during', 'journey', 'upstream'],
  needs: ['cohort'],
  measure: (view, scope) => {
    const herds = herdsOf(view, scope);
    if (herds.length === 0) return unmeasured(NO_COHORT);
    return worstOf(herds.map((herd) => readingOf(view, herd)));
  },
};

export const NO_COHORT = 'the run made no cohort fail at one moment, and chance alone makes no herd';
export const ENOUGH = 30;
const RANKS = [1, 2, 3];

function readingOf(view: RecordView, herd: Herd): Reading {
  const worst = inStep(view, herd, ENOUGH);
  if (worst === null) return unmeasured(`fewer than ${ENOUGH} users of the cohort tried again`);
  return measured(worst.value, worst.interval, herd.calls.length);
}

/** Over the ranks that at least so many members reached; null where there is none. */
export function inStep(view: RecordView, herd: Herd, atLeast: number): Synchrony | null {
  const random = randomOf(view.record.plan.seed).at('interval', 'herd', herd.cohort.id);
  let worst: Synchrony | null = null;
  for (const rank of RANKS) {
    const starts = retryStarts(herd, rank);
    if (starts.filter((start) => start !== null).length < atLeast) continue;
    const found = synchronyOf(starts, random.at(rank));
    if (worst === null || found.value > worst.value) worst = found;
  }
  return worst;
}

/** Of all that could be measured; else the first reason. */
export function worstOf(readings: readonly Reading[]): Reading {
  let worst: Reading = readings[0] ?? unmeasured('there was nothing to measure');
  for (const reading of readings) {
    if (reading.state === 'unmeasured') continue;
    if (worst.state === 'unmeasured' || reading.value > worst.value) worst = reading;
  }
  return worst;
}
