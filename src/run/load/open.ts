/**
 * The open model: users arrive when the plan says so and don't wait for one another, so a subject that
 * hangs can't slow its own load down. Latency counts from when an inbound was due.
 */
import { drawSchedule } from '../../catalog/arrivals/draw.js';
import type { Millis } from '../../model/units.js';
import type { LoadOptions, LoadRun } from '../contract.js';
import { sendCohorts } from './cohorts.js';
import { Connections } from './connections.js';
import type { Ledger } from './ledger.js';
import { openBook } from './open-book.js';
import { pace } from './pacing.js';
import { sendOne } from './send-one.js';

export function startOpen(options: LoadOptions): LoadRun {
  const connections = new Connections(options.target);
  const { ledger, drainUntil } = openBook(options, connections);
  const drive = async (): Promise<void> => {
    try {
      const ordinary = sendAll(options, ledger, connections);
      await Promise.all([ordinary, sendCohorts(options, ledger, connections)]);
      await ledger.settle(drainUntil, options.signal);
    } finally {
      await connections.close();
    }
  };
  return {
    done: drive(),
    health: () => ({ sendLag: ledger.sendLag.take(), open: ledger.openCount }),
  };
}

async function sendAll(options: LoadOptions, ledger: Ledger, connections: Connections): Promise<void> {
  const { plan, clock, signal } = options;
  const schedule = drawSchedule(plan);
  const dueOf = (inbound: number): Millis => schedule.dueOf(inbound) / 1_000;
  const send = (inbound: number): void => {
    const due = dueOf(inbound);
    if (connections.busyCount >= plan.limits.openSockets) ledger.unsent(inbound, due);
    else sendOne(ledger.begin(inbound, due, schedule.journeyOf(inbound)), connections, clock.now());
  };
  await pace({ count: schedule.count, dueOf, send, clock, signal });
}
