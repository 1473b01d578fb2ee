/** Scenario → plan: all that will happen, decided before anything starts. The same input gives the same bytes. */
import { createHash } from 'node:crypto';
import { drawSchedule, scheduleHash } from '../catalog/arrivals/draw.js';
import type { Drawable } from '../catalog/arrivals/draw.js';
import { invariant } from '../kit/invariant.js';
import type { Plan, PlanInputs, PlannedArrivals, PlannedPhase } from '../model/plan.js';
import type { Checked, Problem } from '../model/problem.js';
import type { Load, Scenario } from '../model/scenario.js';
import { cohortsOf, faultWindows, numbered, toxicWindows, windowOfCohort } from './compile-windows.js';
import { lengthProblems, limitsOf } from './limits.js';
import { quickened } from './quick.js';
import { limitMistakes } from './rules/upstreams.js';
import { stableText } from './stable-text.js';

export interface CompileInputs extends PlanInputs {
  readonly seed: number;
}

export function compilePlan(scenario: Scenario, inputs: CompileInputs): Checked<Plan> {
  const { seed, quick, capacity } = inputs;
  invariant(Number.isSafeInteger(seed) && seed >= 0, `the seed ${seed} is no whole number from 0`);
  const shortened = quick ? quickened(scenario) : { scenario, warnings: [] };
  if (needsCapacity(scenario) && capacity === null) return { ok: false, problems: [capacityUnknown()] };
  const told = atCapacity(shortened.scenario, capacity ?? 0);
  const tooMuch = [...lengthProblems(told), ...capacityProblems(scenario, told)];
  if (tooMuch.some((problem) => problem.severity === 'error')) return { ok: false, problems: tooMuch };
  const phases = plannedPhases(told);
  const arrivals = arrivalsOf({ seed, phases, journeys: told.journeys, prompts: told.prompts }, told.load);
  const cohorts = cohortsOf(told, phases, arrivals);
  const plan: Plan = {
    format: 1,
    scenario: identityOf(scenario),
    seed,
    inputs: { quick, capacity },
    upstreams: told.upstreams,
    journeys: told.journeys,
    prompts: told.prompts,
    phases,
    windows: numbered('w', [...faultWindows(told, phases), ...cohorts.map(windowOfCohort)]),
    proxies: told.proxies,
    network: numbered('n', toxicWindows(told, phases)),
    cohorts: cohorts.map(({ cohort }) => cohort),
    delays: told.delays,
    arrivals,
    expect: told.expect,
    abort: told.abort,
    limits: limitsOf(told, quick),
  };
  return { ok: true, value: plan, warnings: [...shortened.warnings, ...tooMuch] };
}

/** The bytes of `plan.json`, without the last line feed. */
export function planText(plan: Plan): string {
  return stableText(plan, 2);
}

/** Of the scenario as it was read, so a quick run can be compared with a full one knowingly. */
function identityOf(scenario: Scenario): Plan['scenario'] {
  const { name, title, story, sources } = scenario;
  const hash = createHash('sha256').update(stableText(scenario)).digest('hex');
  return { name, title, story, sources, hash };
}

function plannedPhases(scenario: Scenario): PlannedPhase[] {
  let opens = 0;
  return scenario.phases.map((phase) => {
    const closes = opens + phase.for;
    const { name, role } = phase;
    const planned = { name, role, opens, closes, load: phase.load ?? scenario.load };
    opens = closes;
    return planned;
  });
}

function arrivalsOf(drawable: Drawable, load: Load): PlannedArrivals {
  if (load.kind === 'closed') return { kind: 'closed' };
  const schedule = drawSchedule(drawable);
  return { kind: 'open', rule: load.arrivals, count: schedule.count, hash: scheduleHash(schedule) };
}

function needsCapacity(scenario: Scenario): boolean {
  return [scenario.load, ...scenario.phases.map((phase) => phase.load)].some(
    (load) => load?.kind === 'open' && load.rate.kind === 'of-capacity',
  );
}

/** Every share of a capacity as so many a second. */
function atCapacity(scenario: Scenario, capacity: number): Scenario {
  const phases = scenario.phases.map((phase) => ({
    ...phase,
    load: phase.load === null ? null : told(phase.load, capacity),
  }));
  return { ...scenario, load: told(scenario.load, capacity), phases };
}

function told(load: Load, capacity: number): Load {
  if (load.kind === 'closed' || load.rate.kind === 'per-second') return load;
  return { ...load, rate: { kind: 'per-second', value: load.rate.share * capacity } };
}

/** What `rules` could not know before the capacity was measured. */
function capacityProblems(written: Scenario, played: Scenario): readonly Problem[] {
  if (!needsCapacity(written)) return [];
  return limitMistakes(played).map(({ code, severity, message, hints }) => ({
    code,
    severity,
    message,
    hints,
    where: null,
  }));
}

function capacityUnknown(): Problem {
  return {
    code: 'capacity-unknown',
    severity: 'error',
    message: "the rate is a share of the app's capacity, which has not been measured",
    where: null,
    hints: ['brownout run measures it first. To plan without a run, write the rate out, such as 20/s.'],
  };
}
