/** K19: work that is put off, until nothing more fits, and done once the provider is back. */
import type { AttemptRow, ResponseRow } from '../../model/event.js';
import type { RunRecord } from '../../model/record.js';
import { queue } from '../subjects/queue.js';
import { dueInOutage, openedAt } from './counted.js';
import { counted, measured, type KnownWorld } from './known.js';
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
    counted('accepted', HOLDS, (record) => putOff(record).length),
    // One over the users who come in a run is a little more in the mean than one over their mean.
    measured('queued-share', (HOLDS / USERS) * (1 + 1 / USERS)),
    counted('time until it is full', (HOLDS * 1_000) / RATE, (record) => {
      const last = putOff(record).at(-1);
      return last === undefined ? null : last.due - openedAt(record);
    }),
    measured('queue-loss', 0),
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
  answers: [measured('queued-share', 1)],
};

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

export const queueWorlds: readonly KnownWorld[] = [queued, unfilled];
