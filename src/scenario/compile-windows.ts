/** What goes wrong, from times of a phase to times of the run. */
import type { Cohort, FaultWindow, PlannedArrivals, PlannedPhase, ToxicWindow } from '../model/plan.js';
import type { CohortSpec, Match, Phase, Scenario } from '../model/scenario.js';
import type { Json, Millis } from '../model/units.js';

/** Beyond what any run with users who wait for their answers gets to: its own inbounds have no known count. */
const BEYOND_CLOSED = 1_000_000_000;

export function faultWindows(
  scenario: Scenario,
  planned: readonly PlannedPhase[],
): readonly Omit<FaultWindow, 'id'>[] {
  return byPhase(scenario, planned, (phase, begins) =>
    phase.faults.map(({ at, for: lasts, ...fault }) => ({
      ...fault,
      together: null,
      phase: phase.name,
      opens: begins + at,
      closes: begins + (lasts === null ? phase.for : at + lasts),
    })),
  );
}

export function toxicWindows(
  scenario: Scenario,
  planned: readonly PlannedPhase[],
): readonly Omit<ToxicWindow, 'id'>[] {
  return byPhase(scenario, planned, (phase, begins) =>
    phase.network.map(({ at, for: lasts, ...toxic }) => ({
      ...toxic,
      phase: phase.name,
      opens: begins + at,
      closes: begins + (lasts === null ? phase.for : at + lasts),
    })),
  );
}

/** A cohort, and what its users' first calls fail with. */
export interface PlannedCohort {
  readonly cohort: Cohort;
  readonly fault: string;
  readonly params: Json;
}

export function cohortsOf(
  scenario: Scenario,
  planned: readonly PlannedPhase[],
  arrivals: PlannedArrivals,
): readonly PlannedCohort[] {
  let firstInbound = arrivals.kind === 'open' ? arrivals.count : BEYOND_CLOSED;
  const placed = byPhase(scenario, planned, (phase, begins) =>
    phase.cohorts.map((spec) => ({ spec, phase: phase.name, opens: begins + spec.at })),
  );
  return placed.map(({ spec, phase, opens }, index) => {
    const id = `c${index + 1}`;
    const cohort = { id, phase, opens, firstInbound, ...usersOf(spec, opens) };
    firstInbound += spec.size;
    return { cohort, fault: spec.fault, params: spec.params };
  });
}

function usersOf(
  { on, journey, size, within, hold }: CohortSpec,
  opens: Millis,
): Pick<Cohort, 'on' | 'journey' | 'size' | 'within' | 'fails'> {
  return { on, journey, size, within, fails: opens + within + hold };
}

/** Any first attempt until they fail: their retries meet the provider as it then is. */
export function windowOfCohort({ cohort, fault, params }: PlannedCohort): Omit<FaultWindow, 'id'> {
  const { id, phase, on, opens, fails } = cohort;
  return {
    phase,
    on,
    fault,
    params,
    share: { from: 1, to: 1, over: 0 },
    schedule: { kind: 'constant' },
    match: { ...ANYBODY, cohort: id, attempt: { from: 1, to: 1 } },
    opens,
    closes: fails + 1,
    release: false,
    optional: false,
    together: fails,
  };
}

const ANYBODY: Match = { model: null, stream: null, journey: null, header: {}, attempt: null, cohort: null };

export function numbered<T>(letter: string, entries: readonly T[]): readonly (T & { readonly id: string })[] {
  return entries.map((entry, index) => ({ id: `${letter}${index + 1}`, ...entry }));
}

function byPhase<T>(
  { phases }: Scenario,
  planned: readonly PlannedPhase[],
  of: (phase: Phase, begins: Millis) => readonly T[],
): readonly T[] {
  return phases.flatMap((phase, index) => of(phase, planned[index]?.opens ?? 0));
}
