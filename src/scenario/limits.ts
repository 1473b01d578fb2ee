/** Every run has an end: how long, how many, how much at the same time. */
import { formatDuration } from '../catalog/quantities.js';
import type { Limits } from '../model/plan.js';
import type { Problem } from '../model/problem.js';
import type { Load, Phase, Scenario } from '../model/scenario.js';
import type { Millis } from '../model/units.js';

/** How long open responses are waited for after the last phase. */
export const DRAIN: Millis = 10_000;
/** Of a quick run, whose recovery is too short to tell who is left hanging by default deadlines. */
const LONGEST_DRAIN: Millis = 30_000;
const BODY_BYTES = 1_048_576;
const INBOUNDS = 2_000_000;
const ATTEMPTS = 10_000_000;
const LONGEST_RUN: Millis = 24 * 3_600_000;

/** Room beyond what everybody's patience asks for. */
const SPARE = 1.2;
const FEWEST_SOCKETS = 64;
const MOST_SOCKETS = 50_000;

export function limitsOf(scenario: Scenario, quick: boolean): Limits {
  return {
    drain: quick ? Math.max(DRAIN, Math.min(LONGEST_DRAIN, untilHanging(scenario))) : DRAIN,
    bodyBytes: BODY_BYTES,
    inbounds: INBOUNDS,
    attempts: ATTEMPTS,
    openSockets: openSocketsOf(scenario),
  };
}

/** Until whoever came last in the outage has waited for four deadlines. */
function untilHanging({ phases, journeys }: Scenario): Millis {
  const asked = journeys.filter(({ needsModel, traffic }) => needsModel && traffic > 0);
  const deadline = Math.max(0, ...asked.map((one) => one.deadline));
  const after = phases.slice(phases.findLastIndex(({ role }) => role === 'outage') + 1);
  return 4 * deadline - after.reduce((sum, phase) => sum + phase.for, 0);
}

/** Before anything is drawn, since drawing what is too much would itself be too much. */
export function lengthProblems(scenario: Scenario): readonly Problem[] {
  const length = scenario.phases.reduce((sum, phase) => sum + phase.for, 0);
  const sent = scenario.phases.map(
    (phase) => (perSecond(phase.load ?? scenario.load) * phase.for) / 1000 + usersTogether([phase]),
  );
  const inbounds = sent.reduce((sum, one) => sum + one, 0);
  const problems: Problem[] = [];
  if (length > LONGEST_RUN) {
    problems.push(
      tooMuch(
        'too-long',
        `the run would last ${formatDuration(length)}; the limit is 24h`,
        'Shorten its phases.',
      ),
    );
  }
  if (inbounds > INBOUNDS) {
    const most = scenario.phases[sent.indexOf(Math.max(...sent))]?.name ?? '';
    const message = `the run would send more than ${INBOUNDS} requests, which is the limit, and most of them in the phase "${most}"`;
    problems.push(tooMuch('too-many-inbounds', message, 'Lower the rate or shorten the phases.'));
  }
  const users = Math.max(...loadsOf(scenario).map((load) => (load.kind === 'closed' ? load.users : 0)));
  if (users > MOST_SOCKETS) {
    const message = `the run would keep ${users} users waiting at once; the limit is ${MOST_SOCKETS}`;
    problems.push(tooMuch('too-many-users', message, 'Each has a connection of their own: ask for fewer.'));
  }
  return problems;
}

function loadsOf({ load, phases }: Scenario): readonly Load[] {
  return [load, ...phases.map((phase) => phase.load ?? load)];
}

/** Rate × patience, if nobody were ever answered. */
function openSocketsOf(scenario: Scenario): number {
  const patience = Math.max(
    0,
    ...scenario.journeys.filter(({ traffic }) => traffic > 0).map((each) => each.patience),
  );
  const most = Math.max(
    ...loadsOf(scenario).map((load) =>
      load.kind === 'closed' ? load.users : (perSecond(load) * patience) / 1000,
    ),
  );
  const sockets = (most + usersTogether(scenario.phases)) * SPARE;
  return Math.min(MOST_SOCKETS, Math.max(FEWEST_SOCKETS, Math.ceil(Number(sockets.toPrecision(12)))));
}

function usersTogether(phases: readonly Phase[]): number {
  return phases.flatMap(({ cohorts }) => cohorts).reduce((sum, { size }) => sum + size, 0);
}

function perSecond(load: Load): number {
  return load.kind === 'open' && load.rate.kind === 'per-second' ? load.rate.value : 0;
}

function tooMuch(code: string, message: string, hint: string): Problem {
  return { code, severity: 'error', message, where: null, hints: [hint] };
}
