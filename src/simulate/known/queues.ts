/** K19: work that is put off, until nothing more fits, and done once the provider is back. */
import type { AttemptRow, ResponseRow } from '../../model/event.js';
import type { RunRecord } from '../../model/record.js';
import { HONEST } from '../policy.js';
import { queue } from '../subjects/queue.js';
import { dueInOutage, openedAt } from './counted.js';
import { CERTAIN, counted, measured, type KnownWorld } from './known.js';
import { OUTAGE, outage, RATE } from './worlds.js';

const [HOLDS, DRAIN] = [500, 40];
const USERS = (RATE * OUTAGE) / 1_000;
const shape = outage([{ fault: 'status', params: { status: 500 } }], { recovery: 60_000 });

const queued: KnownWorld = {
  id: 'K19',
  title: 'a queue of 500 that drains at 40 a second, p = 1',
  shape,
  policy: { ...queue, queue: { holds: HOLDS, perSecond: DRAIN } },
  answers: [
    counted('accepted', HOLDS, (record) => putOff(record).length, CERTAIN),
    // One over the users who come in a run is a little more in the mean than one over their mean.
    measured('queued-share', (HOLDS / USERS) * (1 + 1 / USERS)),
    counted('time until it is full', (HOLDS * 1_000) / RATE, (record) => {
      const last = putOff(record).at(-1);
      return last === undefined ? null : last.due - openedAt(record);
    }),
    measured('queue-loss', 0, CERTAIN),
    // Whoever comes by now is served at once, beside the queue: of what is served, all but that shortens it.
    counted('time to drain', served(HOLDS - 1), drainTime, { give: 1_000 / DRAIN }),
  ],
};

/** In the words of the table, Kq / (m − λ) of m served a second in all. */
function served(count: number): number {
  const all = DRAIN + RATE;
  return (count / (all - RATE)) * 1_000;
}

const unfilled: KnownWorld = {
  id: 'K19',
  title: 'a queue that nobody fills, p = 1',
  shape,
  policy: queue,
  answers: [measured('queued-share', 1, CERTAIN)],
};

/**
 * A busy period of an M/D/1 queue that begins with so many: each of them takes a turn, and for each it strays by
 * ρ / (m² (1 − ρ)³). The one or two who find it still full pass it by.
 */
const RHO = RATE / DRAIN;
const STRAYS = 1_000 * Math.sqrt((HOLDS * RHO) / (DRAIN ** 2 * (1 - RHO) ** 3));

const liningUp: KnownWorld = {
  id: 'K19',
  title: 'a queue of 500 that whoever comes must join while others wait',
  shape: { ...shape, instant: true },
  // What is asked for at every turn has no breaker to wait for.
  policy: {
    ...HONEST,
    id: 'lining-up',
    summary: 'One try, and a queue.',
    queue: { holds: HOLDS, perSecond: DRAIN, inLine: true },
  },
  answers: [
    counted('time to drain', (HOLDS * 1_000) / (DRAIN - RATE), lastServed, {
      deviation: STRAYS,
      give: (2 * 1_000) / (DRAIN - RATE),
    }),
    measured('queue-loss', 0, CERTAIN),
  ],
};

/** Since the end of the fault, of all who were put off, in it or after it. */
function lastServed({ plan, responses, attempts }: RunRecord): number | null {
  const users = new Set(responses.filter((row) => row.class === 'queued').map(({ inbound }) => inbound));
  const starts = attempts
    .filter(({ inbound, outcome }) => outcome === 'ok' && inbound !== null && users.has(inbound))
    .map(({ started }) => started);
  return starts.length === 0 ? null : Math.max(...starts) - (plan.windows[0]?.closes ?? 0);
}

function putOff(record: RunRecord): readonly ResponseRow[] {
  return dueInOutage(record)
    .filter((row) => row.class === 'queued')
    .toSorted((a, b) => a.due - b.due);
}

/** The calls that served those who were put off in the outage. */
function servings(record: RunRecord): readonly AttemptRow[] {
  const users = new Set(putOff(record).map(({ inbound }) => inbound));
  return record.attempts.filter(
    ({ inbound, outcome }) => outcome === 'ok' && inbound !== null && users.has(inbound),
  );
}

/** The first is the probe that shuts the breaker: nobody else is asked for before it has ended. */
function drainTime(record: RunRecord): number | null {
  const calls = servings(record).toSorted((a, b) => a.started - b.started);
  const [first, last] = [calls[0], calls.at(-1)];
  return first === undefined || last === undefined ? null : last.started - first.ended;
}

export const queueWorlds: readonly KnownWorld[] = [queued, unfilled, liningUp];
