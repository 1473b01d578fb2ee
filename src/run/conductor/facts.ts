/** `run.json`: versions, machine, routing, counts and self-checks, beside the plan and the events. */
import { cpus, totalmem } from 'node:os';
import type { SelfRow } from '../../model/event.js';
import type { Plan } from '../../model/plan.js';
import type { RunFacts } from '../../model/record.js';
import type { SubjectSpec } from '../../model/scenario.js';
import { selfChecks, type SelfFacts } from './watch/self-checks.js';

export interface FactsFrom extends Pick<
  RunFacts,
  'counts' | 'windows' | 'network' | 'trapped' | 'routing' | 'floor' | 'ending' | 'lastWords' | 'startedAt'
> {
  readonly plan: Plan;
  readonly version: string;
  readonly subject: SubjectSpec;
  readonly subjectName: string;
  readonly url: URL;
  readonly died: RunFacts['subject']['died'];
  readonly self: readonly SelfRow[];
  readonly duplicates: number;
  readonly calls: SelfFacts['calls'];
  readonly busy: SelfFacts['busy'];
  readonly dispersion: SelfFacts['dispersion'];
}

export function factsOf(from: FactsFrom): RunFacts {
  const { plan, counts, ending } = from;
  const isWhole = ending.kind === 'completed';
  return {
    format: 1,
    brownout: from.version,
    startedAt: from.startedAt,
    seed: plan.seed,
    subject: { name: from.subjectName, url: from.url.origin, start: from.subject.start, died: from.died },
    machine: {
      node: process.versions.node,
      platform: `${process.platform} ${process.arch}`,
      cores: cpus().length,
      memoryMb: Math.round(totalmem() / 1e6),
    },
    routing: from.routing,
    trapped: from.trapped,
    windows: from.windows,
    network: from.network,
    counts,
    floor: from.floor,
    calibration:
      plan.inputs.capacity === null ? null : { capacity: plan.inputs.capacity, how: 'stated to the plan' },
    checks: selfChecks({
      counts,
      self: from.self,
      duplicates: from.duplicates,
      calls: from.calls,
      floor: from.floor,
      busy: from.busy,
      dispersion: from.dispersion,
      deadline: Math.min(...plan.journeys.map(({ deadline }) => deadline)),
      isOpenLoad: plan.arrivals.kind === 'open',
      planned: isWhole && plan.arrivals.kind === 'open' ? plannedOf(plan, plan.arrivals.count) : null,
    }),
    ending,
    lastWords: from.lastWords,
  };
}

function plannedOf({ cohorts }: Plan, ordinary: number): number {
  return cohorts.reduce((sum, { size }) => sum + size, ordinary);
}
