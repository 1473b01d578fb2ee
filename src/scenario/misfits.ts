/** Constants that fitted into the timeline as written and no longer fit into a shorter one. */
import { formatDuration } from '../catalog/quantities.js';
import { toxics } from '../catalog/toxics/shelf.js';
import type { FaultSpec, Phase, Scenario } from '../model/scenario.js';
import type { Json, Millis } from '../model/units.js';
import { DRAIN } from './limits.js';

interface Constant {
  readonly says: string;
  readonly is: Millis;
  /** The stretch that it must fit into. */
  readonly into: Millis;
}

export function misfits(written: Scenario, played: Scenario): readonly string[] {
  const before = constantsOf(written);
  return constantsOf(played).flatMap((constant, index) => {
    const was = before[index];
    if (was === undefined || was.is > was.into || constant.is <= constant.into) return [];
    return [
      `${constant.says} of ${formatDuration(constant.is)} does not fit into ${formatDuration(constant.into)}`,
    ];
  });
}

/** In the same order for both timelines. */
function constantsOf(scenario: Scenario): readonly Constant[] {
  const shortest = Math.min(...scenario.phases.map((phase) => phase.for));
  const untilDrained = lengthFrom(scenario.phases, 'outage') + DRAIN;
  const journeys = scenario.journeys.flatMap((journey) => [
    { says: `${journey.name}: its deadline`, is: journey.deadline, into: shortest },
    { says: `${journey.name}: its patience`, is: journey.patience, into: untilDrained },
  ]);
  return [
    ...journeys,
    ...scenario.phases.flatMap(faultConstants),
    ...scenario.phases.flatMap(toxicConstants),
    ...scenario.phases.flatMap(cohortConstants),
  ];
}

/** An idle connection that is ended after longer than the window lasts is never ended. */
function toxicConstants(phase: Phase): readonly Constant[] {
  return phase.network.flatMap((toxic) => {
    const into = toxic.for ?? phase.for - toxic.at;
    const known = toxics.find(({ type }) => type === toxic.toxic)?.attributes ?? [];
    return known
      .filter(({ written }) => written === 'millis')
      .map(({ name }) => ({
        says: `${toxic.toxic} on ${toxic.on}: its ${name}`,
        is: toxic.attributes[name] ?? 0,
        into,
      }));
  });
}

function cohortConstants(phase: Phase): readonly Constant[] {
  return phase.cohorts.map(({ on, within, hold }) => ({
    says: `cohort on ${on}: its hold`,
    is: within + hold,
    into: phase.for,
  }));
}

function faultConstants(phase: Phase): readonly Constant[] {
  return phase.faults.flatMap((fault) => {
    const into = fault.for ?? phase.for - fault.at;
    const name = `${fault.fault} on ${fault.on}: its`;
    return [...periodOf(fault, name, into), ...retryAfterOf(fault.params, name, into)];
  });
}

function periodOf({ schedule }: FaultSpec, name: string, into: Millis): readonly Constant[] {
  switch (schedule.kind) {
    case 'flapping':
      return [{ says: `${name} period`, is: schedule.on + schedule.off, into }];
    case 'burst':
      return [{ says: `${name} period`, is: schedule.every, into }];
    case 'constant':
    case 'first':
      return [];
  }
}

function retryAfterOf(params: Json, name: string, into: Millis): readonly Constant[] {
  const asked = valueIn(params, 'retryAfter');
  const ms = valueIn(asked, 'ms');
  return typeof ms === 'number' ? [{ says: `${name} Retry-After`, is: ms, into }] : [];
}

function valueIn(value: Json, key: string): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  return (value as Readonly<Record<string, Json>>)[key] ?? null;
}

/** From the first phase of a role to the end. */
function lengthFrom(phases: readonly Phase[], role: Phase['role']): Millis {
  const first = Math.max(
    0,
    phases.findIndex((phase) => phase.role === role),
  );
  return phases.slice(first).reduce((sum, phase) => sum + phase.for, 0);
}
