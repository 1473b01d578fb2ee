/**
 * A herd that waits long may be spread over more than 100 ms and still come in waves: then all of it comes at the same
 * point of the period in which it tries again. What Floyd and Jacobson (1994) saw in routers is cured by jitter as wide
 * as the wait itself; a quarter of it isn't enough.
 */
import type { Ends } from '../../kit/statistics.js';
import type { Millis } from '../../model/units.js';
import { ENOUGH, NO_COHORT, worstOf } from './herd-synchronisation.js';
import { herdsOf, type Herd } from './derived/herd.js';
import type { Measure, Reading } from './measure.js';
import { measured, unmeasured } from './reading.js';

export const phaseLocking: Measure = {
  id: 'phase-locking',
  title: 'retries that come in waves',
  definition:
    'How far the retries of a cohort, made to fail at one moment, start at the same point of a period, which is the mean wait before them: 1 where all do, near 0 where jitter as wide as the period spreads them over it (Rayleigh’s statistic, the length of the mean of exp(2πi·start/period)). The highest of the first, second and third retries that at least 30 users made, in the worst cohort.',
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
    return herds.length === 0 ? unmeasured(NO_COHORT) : worstOf(herds.map(readingOf));
  },
};

const RANKS = [1, 2, 3];
/** What a busy machine makes of a moment must be little of a period. */
const SHORTEST: Millis = 100;

function readingOf(herd: Herd): Reading {
  const tried = RANKS.map((rank) => retriesOf(herd, rank)).filter(({ length }) => length >= ENOUGH);
  if (tried.length === 0) return unmeasured(`fewer than ${ENOUGH} users of the cohort tried again`);
  const locks = tried.flatMap((retries) => {
    // Of an even law the mean strays less than the median, and a period that is off locks what isn't.
    const period = retries.reduce((sum, { waited }) => sum + waited, 0) / retries.length;
    return period < SHORTEST ? [] : [lockedTo(period, retries)];
  });
  if (locks.length === 0) return unmeasured('they tried again at once, and what has no wait has no period');
  const most = locks.reduce((best, lock) => (lock.length > best.length ? lock : best));
  return measured(most.length, endsOf(most, locks.length), herd.calls.length);
}

interface Retry {
  readonly started: Millis;
  readonly waited: Millis;
}

/** One of each member at most, so that each has a phase of its own; what overlaps is a hedge and no retry. */
function retriesOf({ calls }: Herd, rank: number): readonly Retry[] {
  return calls.flatMap(({ attempts }) => {
    const [before, retry] = attempts.slice(rank - 1, rank + 1);
    if (before === undefined || retry === undefined || retry.started < before.ended) return [];
    return [{ started: retry.started, waited: retry.started - before.ended }];
  });
}

interface Lock {
  readonly length: number;
  readonly count: number;
  readonly error: number;
}

function lockedTo(period: Millis, retries: readonly Retry[]): Lock {
  const turns = retries.map(({ started }) => (2 * Math.PI * started) / period);
  const count = turns.length;
  const x = turns.reduce((sum, turn) => sum + Math.cos(turn), 0) / count;
  const y = turns.reduce((sum, turn) => sum + Math.sin(turn), 0) / count;
  const length = Math.hypot(x, y);
  const middle = Math.atan2(y, x);
  // Along the mean direction: what lies across it doesn't change the length.
  const strays = turns.reduce((sum, turn) => sum + (Math.cos(turn - middle) - length) ** 2, 0);
  return { length, count, error: Math.sqrt(strays) / count };
}

const Z = 1.959964;
const UNLIKELY = 0.05;

/** It may be nothing where one of so many would be locked as much by chance: then M·R² is distributed as Exp(1). */
function endsOf({ length, count, error }: Lock, tried: number): Ends {
  const byChance = 1 - (1 - Math.exp(-count * length ** 2)) ** tried;
  const low = byChance > UNLIKELY ? 0 : Math.max(0, length - Z * error);
  return { low: Math.min(low, length), high: Math.max(length, Math.min(1, length + Z * error)) };
}
