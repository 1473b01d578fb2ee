/** So many instances of one app against one provider's limit: what they ask at onset and at recovery. */
import { fullestSecond } from '../../catalog/measures/derived/calls.js';
import { recoveryTime } from '../../catalog/measures/recovery-time.js';
import { viewOf } from '../../catalog/measures/view.js';
import { randomOf } from '../../kit/random.js';
import type { Steps } from '../../kit/steps.js';
import type { Plan } from '../../model/plan.js';
import type { RunRecord } from '../../model/record.js';
import type { Millis } from '../../model/units.js';
import { recordSteps } from '../record.js';
import { withRates } from '../scaled.js';
import { fitOf, redrawn, shownBy, type Fit, type Shown } from './fit.js';
import { fullestMinute, MINUTE, timeAbove } from './minutes.js';
import { fitSpreads, spreadOf, type FitSpread, type Spread } from './spread.js';

export interface FleetQuestion {
  readonly record: RunRecord;
  readonly instances: number;
  /** Users a second at each instance; null: as in the run. */
  readonly rate: number | null;
  /** Calls a minute that the provider allows all of them; null: no limit beyond the plan's own. */
  readonly quota: number | null;
  readonly draws: number;
}

export interface FleetAnswer {
  readonly said: readonly string[];
  /** What was fitted, over the draws, and how much the run showed of each. */
  readonly fit: readonly FitSpread[];
  readonly users: number;
  /** Calls in the fullest second. */
  readonly calm: Spread;
  readonly onset: Spread;
  readonly recovery: Spread | null;
  /** Calls in an average minute of the baseline, however long that is. */
  readonly calmPerMinute: Spread;
  /** Calls in the fullest minute; null where a phase lasts less than one, or is not there. */
  readonly minutes: Minutes;
  /** From the onset on, how long the minute that has just passed held more calls than the quota; null without one. */
  readonly aboveQuota: Spread | null;
  /** Null where the run has no recovery phase. */
  readonly backAfter: Spread | null;
  /** True where some draws never came back while they were watched. */
  readonly isLonger: boolean;
}

export interface Minutes {
  readonly calm: Spread | null;
  /** From the onset to the end. */
  readonly after: Spread | null;
}

/** So many users in all a draw may have: beyond it the answer takes minutes. */
export const MOST_USERS = 400_000;

/** Null where the run shows no call that a fault has hit. */
export function* fleetSteps(question: FleetQuestion): Steps<FleetAnswer | null> {
  const shown = shownBy(question.record);
  if (shown === null || shown.calls.length === 0) return null;
  const plan = fleetPlan(question);
  const random = randomOf(plan.seed).at('fleet');
  const draws: Draw[] = [];
  for (let draw = 0; draw < question.draws; draw += 1) {
    const seen = draw === 0 ? shown : redrawn(shown, random.at(draw));
    draws.push(yield* drawOf(seen, { ...plan, seed: plan.seed + draw }, question));
  }
  const recoveries = draws.map(({ recovery }) => recovery).filter((peak) => peak !== null);
  const backs = draws.map(({ back }) => back).filter((back) => back !== null);
  return {
    said: fitOf(shown).said,
    fit: fitSpreads(draws.map(({ fit }) => fit)),
    users: plan.arrivals.kind === 'open' ? plan.arrivals.count : 0,
    calm: spreadOf(draws.map(({ calm }) => calm)),
    onset: spreadOf(draws.map(({ onset }) => onset)),
    recovery: recoveries.length === 0 ? null : spreadOf(recoveries),
    calmPerMinute: spreadOf(draws.map(({ calmPerMinute }) => calmPerMinute)),
    minutes: {
      calm: spreadOfAll(draws.map(({ calmMinute }) => calmMinute)),
      after: spreadOfAll(draws.map(({ afterMinute }) => afterMinute)),
    },
    aboveQuota: question.quota === null ? null : spreadOfAll(draws.map(({ above }) => above)),
    backAfter: backs.length === 0 ? null : spreadOf(backs.map(({ after }) => after)),
    isLonger: backs.some(({ isLonger }) => isLonger),
  };
}

export function fleetPlan({ record, instances, rate, quota }: FleetQuestion): Plan {
  const { plan } = record;
  const [primary, ...others] = plan.upstreams;
  const limited =
    primary === undefined || quota === null
      ? plan.upstreams
      : [{ ...primary, quota: { ...primary.quota, requestsPerMinute: quota } }, ...others];
  const bare: Plan = {
    ...plan,
    upstreams: limited,
    windows: plan.windows.filter(({ match }) => match.cohort === null),
    cohorts: [],
    network: [],
    proxies: [],
    expect: [],
    abort: [],
  };
  const own = rateOf(plan);
  return withRates(bare, own === 0 ? 1 : (instances * (rate ?? own)) / own);
}

/** Users a second, before the outage. */
export function rateOf({ phases }: Plan): number {
  const load = (phases.find(({ role }) => role === 'baseline') ?? phases[0])?.load;
  return load?.kind === 'open' && load.rate.kind === 'per-second' ? load.rate.value : 0;
}

interface Draw {
  readonly calmPerMinute: number;
  readonly fit: Fit;
  readonly calmMinute: number | null;
  readonly afterMinute: number | null;
  readonly calm: number;
  readonly onset: number;
  readonly recovery: number | null;
  readonly above: Millis | null;
  readonly back: { readonly after: Millis; readonly isLonger: boolean } | null;
}

function* drawOf(shown: Shown, plan: Plan, { instances, quota }: FleetQuestion): Steps<Draw> {
  const fit = fitOf(shown);
  const { policy } = fit;
  const drawn = { plan: redrawnArrivals(plan), policy, instances, version: '', startedAt: '' };
  const record = yield* recordSteps(drawn);
  yield;
  const view = viewOf(record);
  const starts = view.starts(shown.upstream);
  const peak = (role: string): number | null => {
    const phases = view.phases(role);
    return phases.length === 0
      ? null
      : Math.max(...phases.map(({ opens, closes }) => fullestSecond(starts, opens, closes).count));
  };
  const begins = view.phases('outage')[0]?.opens ?? 0;
  yield;
  const back = recoveryTime.measure(view, { phase: 'recovery', journey: null, upstream: null }, null);
  const ends = plan.phases.at(-1)?.closes ?? 0;
  const calmPerMinute =
    begins <= 0 ? 0 : (starts.filter((at) => at >= 0 && at < begins).length * MINUTE) / begins;
  return {
    fit,
    calmPerMinute,
    calmMinute: fullestMinute(starts, 0, begins),
    afterMinute: fullestMinute(starts, begins, ends),
    calm: peak('baseline') ?? 0,
    onset: peak('outage') ?? 0,
    recovery: peak('recovery'),
    above:
      quota === null || ends - begins < MINUTE
        ? null
        : timeAbove(starts, { from: begins, to: ends, calm: calmPerMinute }, quota),
    back: back.state === 'measured' ? { after: back.value, isLonger: back.censored } : null,
  };
}

/** Another seed has other users. */
function redrawnArrivals(plan: Plan): Plan {
  return withRates(plan, 1);
}

function spreadOfAll(values: readonly (number | null)[]): Spread | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : spreadOf(known);
}
