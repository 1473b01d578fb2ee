/**
 * Whether calls come in clumps. Users who come by chance stay so when each is set back by a wait of their own, were it
 * the same for all (the displacement theorem of Poisson processes), so retries of theirs don't show; what shows is tries
 * without a wait, and whatever brings users into step: a queue that is let go, a breaker that opens its door.
 */
import type { Fraction } from '../../kit/blocks.js';
import type { Scope } from '../../model/measurement.js';
import type { Millis } from '../../model/units.js';
import { countWithin, type Starts } from './derived/calls.js';
import { worstOf } from './herd-synchronisation.js';
import { herdsOf } from './derived/herd.js';
import type { Measure, Reading } from './measure.js';
import { measured, ratio, unmeasured } from './reading.js';
import type { Stretch } from './derived/stretch.js';
import type { RecordView } from './view.js';

export const attemptDispersion: Measure = {
  id: 'attempt-dispersion',
  title: 'clumps of calls',
  definition:
    'Variance over mean of the number of attempts that start at an upstream in each 100 ms (index of dispersion): 1 for calls that come by chance, retries after a wait among them, and more where they come in clumps. Of the worst upstream, without the first and the last 10 s of a phase, or a quarter of it where that is less. Retries of cohorts count, what we made those begin with doesn’t. Divided by that of the users where they came in clumps themselves.',
  unit: 'factor',
  better: 'less',
  distribution: false,
  phase: 'outage',
  timed: true,
  per: 'upstream',
  narrows: ['during', 'upstream'],
  measure: (view, scope) => {
    const stretches = view.phases(scope.phase).map(withoutEnds).filter(isLongEnough);
    if (stretches.length === 0) return unmeasured('no such phase had four seconds left between its ends');
    const users = clumpsOf(view.dues(), stretches);
    const { upstream } = scope;
    const names = upstream === null ? view.record.plan.upstreams.map(({ name }) => name) : [upstream];
    const usual = users.value > limitOfChance(users.bins) ? users.value : 1;
    return worstOf(names.map((name) => readingOf(view, { ...scope, upstream: name }, { stretches, usual })));
  },
};

const BIN: Millis = 100;
const SECOND = 1000;
const RAMP: Millis = 10_000;
const SHORTEST: Millis = 4_000;
const FEWEST = 30;

/** An outage begins with the first tries alone and ends with the last ones: that is a ramp and no clump. */
function withoutEnds({ opens, closes }: Stretch): Stretch {
  const cut = Math.min(RAMP, (closes - opens) / 4);
  const length = Math.floor((closes - opens - 2 * cut) / SECOND) * SECOND;
  return { opens: opens + cut, closes: opens + cut + length };
}

function isLongEnough({ opens, closes }: Stretch): boolean {
  return closes - opens >= SHORTEST;
}

interface Against {
  readonly stretches: readonly Stretch[];
  /** The dispersion to expect. */
  readonly usual: number;
}

function readingOf(view: RecordView, scope: Scope, { stretches, usual }: Against): Reading {
  const name = scope.upstream ?? '';
  const { value, seconds, count } = clumpsOf(withHerds(view, scope, view.starts(name)), stretches);
  if (count < FEWEST) return unmeasured(`fewer than ${FEWEST} attempts started at ${name} between the ends`);
  const ends = ratio(view, `attempt-dispersion ${name}`, seconds);
  return measured(value / usual, ends && { low: ends.low / usual, high: ends.high / usual }, count);
}

/** When a cohort begins is our doing, when it tries again is the app's. */
function withHerds(view: RecordView, { upstream, phase }: Scope, starts: Starts): Starts {
  const again = herdsOf(view, { upstream, phase }).flatMap(({ calls }) =>
    calls.flatMap(({ attempts }) => attempts.slice(1).map(({ started }) => started)),
  );
  if (again.length === 0) return starts;
  const all = new Float64Array(starts.length + again.length);
  all.set(starts);
  all.set(again, starts.length);
  return all.sort();
}

interface Clumps {
  readonly value: number;
  /** Of each second what strays, and what there is. */
  readonly seconds: readonly Fraction[];
  readonly count: number;
  readonly bins: number;
}

/** Each stretch strays around a mean of its own: that two phases differ is no clump. */
function clumpsOf(starts: Starts, stretches: readonly Stretch[]): Clumps {
  const bins = stretches.reduce((sum, { opens, closes }) => sum + (closes - opens) / BIN, 0);
  const unbiased = bins / (bins - stretches.length);
  const seconds = stretches.flatMap((stretch) => secondsIn(starts, stretch, unbiased));
  const strays = seconds.reduce((sum, { over }) => sum + over, 0);
  const count = seconds.reduce((sum, { under }) => sum + under, 0);
  return { value: strays / count, seconds, count, bins };
}

function secondsIn(starts: Starts, { opens, closes }: Stretch, unbiased: number): readonly Fraction[] {
  const mean = (countWithin(starts, opens, closes) * BIN) / (closes - opens);
  return Array.from({ length: (closes - opens) / SECOND }, (_, second) => {
    const from = opens + second * SECOND;
    let over = 0;
    for (let at = from; at < from + SECOND; at += BIN)
      over += unbiased * (countWithin(starts, at, at + BIN) - mean) ** 2;
    return { over, under: countWithin(starts, from, from + SECOND) };
  });
}

/** 99 % of what chance gives lies below it: of m bins, m − 1 times the index is distributed as χ² (its normal form). */
function limitOfChance(bins: number): number {
  return 1 + 2.33 * Math.sqrt(2 / (bins - 1));
}
