/** Before the first phase: one write of each journey that writes must be found in the books it names. */
import { setTimeout as sleep } from 'node:timers/promises';
import { BrownoutError } from '../../../model/problem.js';
import type { Effects, Journey } from '../../../model/scenario.js';
import { askOnce, PREFLIGHT, refuseIfStopped, toldOf, type Preflight } from '../preflight/preflight.js';
import { countEntries } from './read-back.js';

/** Past the questions about routing, which are few. */
const FIRST = PREFLIGHT + 1_000_000;
const TRIES = 10;
const APART = 300;

export async function proveBooks(flight: Preflight): Promise<void> {
  const writing = flight.plan.journeys.filter(({ traffic }) => traffic > 0);
  for (const [index, journey] of writing.entries()) {
    if (journey.effects) await proveOne(flight, journey, journey.effects, FIRST + index);
  }
}

async function proveOne(
  flight: Preflight,
  journey: Journey,
  effects: Effects,
  number: number,
): Promise<void> {
  const { subject, signal } = flight;
  const { token, answer } = await askOnce(flight, journey, number);
  let count: number | null = null;
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    count = await countEntries(effects, { token, url: subject.url, signal });
    refuseIfStopped(signal);
    if (count !== null && count > 0) return;
    await sleep(APART);
  }
  const { method, path } = effects.readBack;
  const found = count === null ? 'tells no number' : 'says that nothing was written';
  throw new BrownoutError({
    code: 'books-unproven',
    ending: 'not-testable',
    message: `what the journey "${journey.name}" writes can't be read back: it was played once, with healthy providers, and ${method} ${path} ${found}`,
    hints: [
      `The journey itself was answered with ${toldOf(answer)}.`,
      `Its effects.count is "${effects.count}": a pointer to a number, or to a list whose entries are counted.`,
      'Nothing was injected and nothing was graded.',
    ],
  });
}
