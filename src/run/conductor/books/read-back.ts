/**
 * The app's own books, read when the load is over and before the app is stopped. What can't be read is
 * not known; a write that was acknowledged and isn't there is looked for a second time, for it may come late.
 */
import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { questionOf } from '../../../catalog/arrivals/draw.js';
import { fillText } from '../../../catalog/arrivals/template.js';
import { entriesIn } from '../../../catalog/answers/entries.js';
import type { SelfCheck } from '../../../model/record.js';
import type { Effects } from '../../../model/scenario.js';
import { addressAt, belowTarget } from '../../address.js';
import { boundedBy } from '../../bounded.js';
import type { Subject } from '../../contract.js';
import { ask } from '../preflight/ask.js';
import { resolved } from '../../resolved.js';
import type { Stage } from '../stage.js';
import type { Write } from './writes.js';

const AT_ONCE = 16;
const EACH = 2_000;
const ALL = 20_000;
const LATE = 2_000;
const MOST_UNREAD = 0.05;

type Counts = Map<number, number | null>;

/** Writes a row for each, and says how far they could be read. */
export async function readBooks(stage: Stage, subject: Subject): Promise<readonly SelfCheck[]> {
  const { journal, writes, observe, signal } = stage;
  const chosen = writes.chosen();
  if (chosen.length === 0) return [];
  observe({ kind: 'stage', stage: 'drain', said: 'reading back what was written' });
  const counts: Counts = new Map();
  const bound = boundedBy(signal, ALL);
  // Each of those who read at once listens.
  setMaxListeners(AT_ONCE, bound.signal);
  await readTwice(stage, subject, chosen, { counts, until: bound.signal });
  bound.lift();
  for (const { inbound, journey, phase } of chosen) {
    journal.event({ kind: 'effect', inbound, journey, phase, count: counts.get(inbound) ?? null });
  }
  return [checkOf(stage, counts)];
}

interface Reading {
  readonly counts: Counts;
  readonly until: AbortSignal;
}

async function readTwice(
  stage: Stage,
  subject: Subject,
  chosen: readonly Write[],
  reading: Reading,
): Promise<void> {
  const { counts, until } = reading;
  await readAll(stage, subject, chosen, reading);
  const missing = chosen.filter((write) => write.isAcknowledged && counts.get(write.inbound) === 0);
  if (missing.length === 0 || until.aborted) return;
  await sleep(LATE, undefined, { signal: until }).catch(() => undefined);
  await readAll(stage, subject, missing, reading);
}

async function readAll(
  stage: Stage,
  { url }: Subject,
  writes: readonly Write[],
  { counts, until }: Reading,
): Promise<void> {
  const left = writes.values();
  const read = async (): Promise<void> => {
    for (const { inbound, effects } of left) {
      if (until.aborted) return;
      const { token } = questionOf(stage.plan, inbound);
      const count = await countEntries(effects, { token, url, signal: until });
      // What is known is not unlearnt.
      if (count !== null) counts.set(inbound, count);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, read));
}

interface Sought {
  readonly token: string;
  readonly url: URL;
  readonly signal: AbortSignal;
}

export async function countEntries(
  { readBack, count }: Effects,
  { token, url, signal }: Sought,
): Promise<number | null> {
  const fill = (text: string): string => fillText(resolved(text), { id: token, prompt: '' });
  const { status, body, failure } = await ask({
    method: readBack.method,
    url: addressAt(url, belowTarget(url, fill(readBack.path))),
    headers: Object.fromEntries(Object.entries(readBack.headers).map(([name, text]) => [name, fill(text)])),
    body: null,
    patience: EACH,
    signal,
  });
  return entriesIn(failure === null ? status : null, body, count);
}

function checkOf({ writes }: Stage, counts: Counts): SelfCheck {
  const chosen = writes.chosen().length;
  const unread = chosen - counts.size;
  const some = writes.every() > 1 ? ` of ${writes.total()}, those of every ${writes.every()}th user,` : '';
  return {
    id: 'effects',
    ok: unread <= MOST_UNREAD * chosen,
    said: `${chosen} writes${some} were looked up in the app's own books; ${unread === 0 ? 'all' : `all but ${unread}`} could be read.`,
    voids: 'nothing',
  };
}
