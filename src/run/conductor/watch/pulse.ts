/** Our own health once a second: how late we send, how long our loop is held up, what is open. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { AttemptRow, ResponseRow, SelfRow } from '../../../model/event.js';
import type { Plan } from '../../../model/plan.js';
import type { Clock } from '../../../model/units.js';
import type { LoadRun, Mocks } from '../../contract.js';
import { dispersionBook, type DispersionBook } from './dispersion.js';
import type { SecondSeen } from '../observe.js';

export interface Pulse {
  response(row: ResponseRow): void;
  attempt(row: AttemptRow): void;
  start(load: LoadRun, mocks: Mocks, beat: (self: SelfRow, second: SecondSeen) => void): void;
  readonly rows: readonly SelfRow[];
  readonly dispersion: DispersionBook;
  stop(): void;
}

const IN_TIME = new Set(['full', 'alt', 'stale']);

export function pulseOf(plan: Plan, clock: Clock): Pulse {
  const needing = new Map(
    plan.journeys.filter((one) => one.needsModel).map((one) => [one.name, one.deadline]),
  );
  const loop = monitorEventLoopDelay({ resolution: 10 });
  const rows: SelfRow[] = [];
  const dispersion = dispersionBook();
  const total = { scheduled: 0, attempts: 0, joined: 0 };
  let second = { ended: 0, inTime: 0, calls: 0 };
  let timer: NodeJS.Timeout | undefined;
  return {
    rows,
    dispersion,
    response(row) {
      dispersion.add(row);
      total.scheduled += 1;
      const deadline = needing.get(row.journey);
      if (deadline === undefined) return;
      second.ended += 1;
      if (IN_TIME.has(row.class) && row.ended - row.due <= deadline) second.inTime += 1;
    },
    attempt(row) {
      total.attempts += 1;
      second.calls += 1;
      if (row.inbound !== null) total.joined += 1;
    },
    start(load, mocks, beat) {
      loop.enable();
      timer = setInterval(() => {
        const { sendLag, open } = load.health();
        const row: SelfRow = {
          kind: 'self',
          at: clock.now(),
          sendLag,
          // The monitor's own resolution is part of what it reads.
          loopDelay: Math.max(0, loop.percentile(99) / 1e6 - 10),
          openInbounds: open,
          openAttempts: mocks.openAttempts(),
        };
        loop.reset();
        rows.push(row);
        const joined = total.attempts === 0 ? null : total.joined / total.attempts;
        beat(row, { ...second, scheduled: total.scheduled, open, sendLag, joined });
        second = { ended: 0, inTime: 0, calls: 0 };
      }, 1000);
    },
    stop() {
      clearInterval(timer);
      loop.disable();
    },
  };
}
