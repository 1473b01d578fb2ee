/** Users who all come at once, beside the ordinary ones, so that a herd of retries can show itself. */
import { getMaxListeners, setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { cohortDue, journeyOfCohort } from '../../catalog/arrivals/cohort.js';
import type { Cohort } from '../../model/plan.js';
import type { Millis } from '../../model/units.js';
import type { LoadOptions } from '../contract.js';
import type { Connections } from './connections.js';
import type { Ledger } from './ledger.js';
import { pace } from './pacing.js';
import { sendOne } from './send-one.js';

/** Time enough for what paces them to start. */
const EARLIER: Millis = 250;

/** Resolves when all of them have been sent, or the signal has stopped it. */
export async function sendCohorts(
  options: LoadOptions,
  ledger: Ledger,
  connections: Connections,
): Promise<void> {
  const { plan, signal } = options;
  // Each cohort waits for its time from the beginning.
  const most = getMaxListeners(signal);
  // None is no limit, as newer Nodes have it for signals.
  if (most > 0) setMaxListeners(most + plan.cohorts.length, signal);
  await Promise.all(plan.cohorts.map((cohort) => sendCohort(cohort, options, ledger, connections)));
}

async function sendCohort(
  cohort: Cohort,
  { plan, clock, signal }: LoadOptions,
  ledger: Ledger,
  connections: Connections,
): Promise<void> {
  const wait = cohort.opens - EARLIER - clock.now();
  if (wait > 0) await sleep(wait, undefined, { signal }).catch(() => undefined);
  if (signal.aborted) return;
  const journey = journeyOfCohort(plan, cohort);
  const dueOf = (member: number): Millis => cohortDue(cohort, member);
  const send = (member: number): void => {
    const visit = ledger.begin(cohort.firstInbound + member, dueOf(member), journey);
    sendOne(visit, connections, clock.now());
  };
  await pace({ count: cohort.size, dueOf, send, clock, signal });
}
