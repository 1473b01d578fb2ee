/** What the stations of a run hand on to one another. */
import { cohortOf } from '../../catalog/arrivals/cohort.js';
import { drawJourney, drawSchedule } from '../../catalog/arrivals/draw.js';
import type { AttemptRow } from '../../model/event.js';
import type { Plan } from '../../model/plan.js';
import type { RunFacts } from '../../model/record.js';
import type { SubjectSpec } from '../../model/scenario.js';
import { openJournal, type OpenJournal } from '../record/journal.js';
import { openInbounds, type InboundBook } from '../record/open-inbounds.js';
import type { Undo } from '../undo.js';
import { runClock, type RunClock } from './clock.js';
import { pulseOf, type Pulse } from './watch/pulse.js';
import type { Observer } from './observe.js';
import { PREFLIGHT } from './preflight/preflight.js';
import { writesOf, type Writes } from './books/writes.js';

export interface Conducted {
  readonly plan: Plan;
  readonly subject: SubjectSpec;
  readonly subjectName: string | null;
  /** The run's own folder. */
  readonly folder: string;
  readonly version: string;
  readonly signal: AbortSignal;
  /** Allows a target that is not on this machine. */
  readonly iOwnThisTarget: boolean;
  /** Our own share of a latency: measured now, known from the run before, or not known (null). */
  readonly floor: RunFacts['floor'] | 'measure';
  /** Where mocks and proxies listen: loopback, unless the user says otherwise. */
  readonly bind: string;
  /** The name under which the app reaches them; null for the address that was bound. */
  readonly advertise: string | null;
  /** A Toxiproxy of somebody else for the faults of the network; null for the one that comes with us. */
  readonly toxiproxy: string | null;
  readonly observe: Observer;
}

export interface Stage extends Conducted {
  readonly clock: RunClock;
  readonly journal: OpenJournal;
  readonly inbounds: InboundBook;
  readonly pulse: Pulse;
  readonly writes: Writes;
  /** By the wall, when the run began; until then, when it was asked for. */
  startedAt: string;
  /** Told of each attempt of the run that has ended. */
  readonly watchers: Set<(row: AttemptRow) => void>;
  /** Attempts that have ended, those before the run included. */
  endedCalls: number;
  readonly undo: Undo;
}

export async function stageOf(wanted: Conducted): Promise<Stage> {
  const { plan, folder } = wanted;
  const clock = runClock();
  const journal = await openJournal({ folder });
  return {
    ...wanted,
    clock,
    journal,
    inbounds: openInbounds({ journeyOf: journeyNamer(plan), remember: longestPatience(plan) }),
    pulse: pulseOf(plan, clock),
    writes: writesOf(plan),
    startedAt: new Date().toISOString(),
    watchers: new Set(),
    endedCalls: 0,
    undo: [() => journal.close()],
  };
}

function journeyNamer(plan: Plan): (inbound: number) => string {
  // Drawn when it is first asked for, which is after the mocks listen.
  let schedule: ReturnType<typeof drawSchedule> | null = null;
  return (inbound) => {
    // Asked before the run, of whichever journey: nobody's plan says which.
    if (inbound >= PREFLIGHT) return '';
    const cohort = cohortOf(plan, inbound);
    if (cohort !== null) return cohort.journey;
    if (plan.arrivals.kind === 'open') schedule ??= drawSchedule(plan);
    const index =
      schedule === null || inbound >= schedule.count
        ? drawJourney(plan, inbound)
        : schedule.journeyOf(inbound);
    return plan.journeys[index]?.name ?? '';
  };
}

function longestPatience(plan: Plan): number {
  return Math.max(...plan.journeys.map(({ patience }) => patience));
}
