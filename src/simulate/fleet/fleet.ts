/** So many instances of one app against one provider's limit: what they ask at onset and at recovery. */
import { fullestSecond } from '../../catalog/measures/calls.js';
import { recoveryTime } from '../../catalog/measures/recovery-time.js';
import { viewOf } from '../../catalog/measures/view.js';
import { randomOf } from '../../kit/random.js';
import { rankOf } from '../../kit/statistics.js';
import type { Plan } from '../../model/plan.js';
import type { RunRecord } from '../../model/record.js';
import type { Millis } from '../../model/units.js';
import { simulatedRecord } from '../record.js';
import { withRates } from '../scaled.js';
import { fitOf, redrawn, shownBy, type Shown } from './fit.js';

export interface FleetQuestion {
  readonly record: RunRecord;
  readonly instances: number;
  /** Users a second at each instance; null: as in the run. */
  readonly rate: number | null;
  /** Calls a minute that the provider allows all of them; null: no limit beyond the plan's own. */
  readonly quota: number | null;
  readonly draws: number;
}

/** Over the draws: the middle, and what nine of ten lie between. */
export interface Spread {
  readonly middle: number;
  readonly low: number;
  readonly high: number;
}

export interface FleetAnswer {
  readonly said: readonly string[];
  readonly users: number;
  /** Calls in the fullest second. */
  readonly calm: Spread;
  readonly onset: Spread;
  readonly recovery: Spread | null;
  /** From the onset on; null without a quota. */
  readonly aboveQuota: Spread | null;
  /** Null where the run has no recovery phase. */
  readonly backAfter: Spread | null;
  /** True where some draws never came back while they were watched. */
  readonly isLonger: boolean;
}

/** So many users in all a draw may have: beyond it the answer takes minutes. */
export const MOST_USERS = 400_000;

/** Null where the run shows no call that a fault has hit. */
export function fleetAnswer(question: FleetQuestion): FleetAnswer | null {
  const shown = shownBy(question.record);
  if (shown === null || shown.calls.length === 0) return null;
  const plan = fleetPlan(question);
  const random = randomOf(plan.seed).at('fleet');
  const draws = Array.from({ length: question.draws }, (_, draw) =>
    drawOf(
      draw === 0 ? shown : redrawn(shown, random.at(draw)),
      { ...plan, seed: plan.seed + draw },
      question,
    ),
  );
  const recoveries = draws.map(({ recovery }) => recovery).filter((peak) => peak !== null);
  const backs = draws.map(({ back }) => back).filter((back) => back !== null);
  return {
    said: fitOf(shown).said,
    users: plan.arrivals.kind === 'open' ? plan.arrivals.count : 0,
    calm: spreadOf(draws.map(({ calm }) => calm)),
    onset: spreadOf(draws.map(({ onset }) => onset)),
    recovery: recoveries.length === 0 ? null : spreadOf(recoveries),
    aboveQuota: question.quota === null ? null : spreadOf(draws.map(({ above }) => above)),
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
    ...{ cohorts: [], network: [], proxies: [], expect: [], abort: [] },
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
  readonly calm: number;
  readonly onset: number;
  readonly recovery: number | null;
  readonly above: Millis;
  readonly back: { readonly after: Millis; readonly isLonger: boolean } | null;
}

function drawOf(shown: Shown, plan: Plan, { instances, quota }: FleetQuestion): Draw {
  const { policy } = fitOf(shown);
  const view = viewOf(
    simulatedRecord({ plan: redrawnArrivals(plan), policy, instances, version: '', startedAt: '' }),
  );
  const starts = view.starts(shown.upstream);
  const peak = (role: string): number | null => {
    const phases = view.phases(role);
    return phases.length === 0
      ? null
      : Math.max(...phases.map(({ opens, closes }) => fullestSecond(starts, opens, closes).count));
  };
  const begins = view.phases('outage')[0]?.opens ?? 0;
  const back = recoveryTime.measure(view, { phase: 'recovery', journey: null, upstream: null }, null);
  return {
    calm: peak('baseline') ?? 0,
    onset: peak('outage') ?? 0,
    recovery: peak('recovery'),
    above: quota === null ? 0 : secondsAbove(starts, begins, quota / 60) * 1_000,
    back: back.state === 'measured' ? { after: back.value, isLonger: back.censored } : null,
  };
}

/** Another seed has other users. */
function redrawnArrivals(plan: Plan): Plan {
  return withRates(plan, 1);
}

function secondsAbove(starts: Float64Array, from: Millis, limit: number): number {
  const seconds = new Map<number, number>();
  for (const at of starts) {
    if (at < from) continue;
    const second = Math.floor((at - from) / 1_000);
    seconds.set(second, (seconds.get(second) ?? 0) + 1);
  }
  return [...seconds.values()].filter((count) => count > limit).length;
}

function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[rankOf(share, sorted.length) - 1] ?? 0;
  return { middle: at(0.5), low: at(0.05), high: at(0.95) };
}
