/**
 * Any scenario in half a minute: 8, 12 and 10 s of baseline, outage and recovery, shared out among the
 * phases of a role in proportion. Windows shrink with their phase; the constants of the app and of the
 * users don't, so whatever fitted before and no longer does is named.
 */
import { formatDuration } from '../catalog/quantities.js';
import type { Problem } from '../model/problem.js';
import type { CohortSpec, FaultSpec, Phase, Role, Scenario } from '../model/scenario.js';
import type { Millis } from '../model/units.js';
import { misfits } from './misfits.js';

export const QUICK: Readonly<Record<Role, Millis>> = { baseline: 8_000, outage: 12_000, recovery: 10_000 };

/** A window that shrinks to nothing would never fire. */
const SHORTEST_WINDOW: Millis = 100;

export interface Quickened {
  readonly scenario: Scenario;
  readonly warnings: readonly Problem[];
}

export function quickened(scenario: Scenario): Quickened {
  const phases = shortened(scenario.phases);
  const short = { ...scenario, phases };
  const because = misfits(scenario, short);
  if (because.length === 0) return { scenario: short, warnings: [] };
  const warning: Problem = {
    code: 'quick-misfit',
    severity: 'warning',
    message: `--quick: ${because.length === 1 ? 'one constant does' : `${because.length} constants do`} not fit into ${formatDuration(lengthOf(phases))}`,
    where: null,
    hints: [...because, 'Play it without --quick for a result that stands.'],
  };
  return { scenario: short, warnings: [warning] };
}

function shortened(phases: readonly Phase[]): Phase[] {
  const elapsed: Record<Role, Millis> = { baseline: 0, outage: 0, recovery: 0 };
  return phases.map((phase) => {
    const total = lengthOf(phases.filter(({ role }) => role === phase.role));
    const scale = Math.min(1, QUICK[phase.role] / total);
    // Ends are rounded, not lengths, so that the lengths of a role add up exactly.
    const opens = Math.round(elapsed[phase.role] * scale);
    elapsed[phase.role] += phase.for;
    const length = Math.max(1, Math.round(elapsed[phase.role] * scale) - opens);
    if (scale === 1) return { ...phase, for: length };
    return {
      ...phase,
      for: length,
      faults: phase.faults.map((fault) => scaled(fault, scale, length)),
      network: phase.network.map((toxic) => ({ ...toxic, ...timesOf(toxic, scale, length) })),
      cohorts: phase.cohorts.map((cohort) => shifted(cohort, scale, length)),
    };
  });
}

function scaled(fault: FaultSpec, scale: number, phaseFor: Millis): FaultSpec {
  const { share } = fault;
  const over = Math.round(share.over * scale);
  return { ...fault, ...timesOf(fault, scale, phaseFor), share: { ...share, over } };
}

interface Times {
  readonly at: Millis;
  readonly for: Millis | null;
}

function timesOf(window: Times, scale: number, phaseFor: Millis): Times {
  const at = Math.min(Math.round(window.at * scale), Math.max(0, phaseFor - 1));
  if (window.for === null) return { at, for: null };
  const lasts = Math.max(SHORTEST_WINDOW, Math.round(window.for * scale));
  return { at, for: Math.min(lasts, phaseFor - at) };
}

/** How long its users take and are held is a constant of theirs, so it comes earlier where it must. */
function shifted(cohort: CohortSpec, scale: number, phaseFor: Millis): CohortSpec {
  const latest = Math.max(0, phaseFor - cohort.within - cohort.hold);
  return { ...cohort, at: Math.min(Math.round(cohort.at * scale), latest) };
}

function lengthOf(phases: readonly Phase[]): Millis {
  return phases.reduce((sum, phase) => sum + phase.for, 0);
}
