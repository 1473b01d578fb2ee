/**
 * The closed model: as many users as a phase says, each waiting for its answer before it asks again. Who
 * measures an outage like this asks less while it lasts; that is why the grade trusts it less.
 */
import { randomOf } from '../../kit/random.js';
import type { PlannedPhase } from '../../model/plan.js';

import type { Clock, Millis, Range } from '../../model/units.js';
import type { LoadOptions, LoadRun } from '../contract.js';
import { sendCohorts } from './cohorts.js';
import { Connections } from './connections.js';
import { Crowd } from './crowd.js';
import type { Ledger } from './ledger.js';
import { openBook } from './open-book.js';

export function startClosed(options: LoadOptions): LoadRun {
  const connections = new Connections(options.target);
  const { ledger, drainUntil } = openBook(options, connections);
  const drive = async (): Promise<void> => {
    const crowd = crowdOf(options, ledger);
    try {
      await Promise.all([playPhases(options, crowd), sendCohorts(options, ledger, connections)]);
      await ledger.settle(drainUntil, options.signal);
    } finally {
      await crowd.close();
      await connections.close();
    }
  };
  return {
    done: drive(),
    // A user of the closed model is due when it asks: there is no lag to speak of.
    health: () => ({ sendLag: 0, open: ledger.openCount }),
  };
}

function crowdOf({ plan, target, clock, signal }: LoadOptions, ledger: Ledger): Crowd {
  const random = randomOf(plan.seed).at('think');
  const over = plan.phases.at(-1)?.closes ?? 0;
  let inbound = 0;
  return new Crowd({
    target,
    mayAsk: () => !signal.aborted && inbound < plan.limits.inbounds && clock.now() < over,
    begin: () => {
      const visit = ledger.begin(inbound, clock.now());
      inbound += 1;
      return visit;
    },
    think: (user, turn) => {
      const { low, high } = thinkAt(plan.phases, clock.now());
      // Users who all came at once would stay in step.
      return random.at(user, turn).between(turn === 0 ? 0 : low, high);
    },
  });
}

async function playPhases({ plan, clock, signal }: LoadOptions, crowd: Crowd): Promise<void> {
  for (const phase of plan.phases) {
    await until(phase.opens, clock, signal);
    if (!signal.aborted) crowd.resize(phase.load.kind === 'closed' ? phase.load.users : 0);
  }
  await until(plan.phases.at(-1)?.closes ?? 0, clock, signal);
  crowd.resize(0);
}

function thinkAt(phases: readonly PlannedPhase[], now: Millis): Range {
  const load = (phases.find((phase) => now < phase.closes) ?? phases.at(-1))?.load;
  return load?.kind === 'closed' ? load.think : { low: 0, high: 0 };
}

async function until(time: Millis, clock: Clock, signal: AbortSignal): Promise<void> {
  const left = time - clock.now();
  if (left <= 0 || signal.aborted) return;
  await new Promise<void>((resolve) => {
    const over = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', over);
      resolve();
    };
    const timer = setTimeout(over, Math.ceil(left));
    signal.addEventListener('abort', over, { once: true });
  });
}
