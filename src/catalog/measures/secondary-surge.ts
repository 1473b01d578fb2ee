/**
 * What a failover throws at the second provider in its fullest second: it was sized for little or nothing, and
 * gets the first one's users with all their retries.
 */
import type { Measure } from './measure.js';
import { loadOf, peakOf } from './derived/load.js';
import { measured, unmeasured } from './reading.js';
import type { RecordView } from './view.js';

export const secondarySurge: Measure = {
  id: 'secondary-surge',
  title: 'surge on the second provider',
  definition:
    'Attempts in the fullest second at one upstream that no fault was planned for, divided by the attempts a second that the upstream called most, of those with a fault, got at baseline.',
  unit: 'factor',
  better: 'less',
  distribution: false,
  phase: 'outage',
  timed: false,
  per: 'nothing',
  narrows: ['during'],
  needs: ['second-upstream'],
  measure: (view, { phase }) => {
    if (view.phases(phase).length === 0) return unmeasured('the run had no such phase');
    const { hurt, spared } = sidesOf(view);
    if (hurt.length === 0) return unmeasured('no fault was planned for any upstream');
    if (spared.length === 0) return unmeasured('there was no second provider without a fault');
    const usual = Math.max(...hurt.map((name) => baselineRate(view, name)));
    if (usual === 0) return unmeasured('the provider with the fault got no call at baseline');
    const peak = Math.max(...spared.map((name) => peakOf(view, phase, name).count));
    return measured(peak / usual, null, peak);
  },
};

interface Sides {
  readonly hurt: readonly string[];
  readonly spared: readonly string[];
}

function sidesOf({ record: { plan } }: RecordView): Sides {
  const names = plan.upstreams.map(({ name }) => name);
  const targets = new Set([...plan.windows, ...plan.network].map(({ on }) => on));
  return {
    hurt: names.filter((name) => targets.has(name)),
    spared: names.filter((name) => !targets.has(name)),
  };
}

/** Attempts a second. */
function baselineRate(view: RecordView, upstream: string): number {
  const { attempts, length } = loadOf(view, 'baseline', upstream);
  return length === 0 ? 0 : (attempts / length) * 1000;
}
