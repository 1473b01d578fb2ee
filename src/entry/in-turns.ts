/** Long work without a wait in it would never hear Ctrl-C: it is played in slices, and between them others get their turn. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Steps } from '../kit/steps.js';
import { BrownoutError } from '../model/problem.js';

/** Short against what a person notices, long against what a turn costs. */
const SLICE_MS = 20;

export async function playedInTurns<T>(steps: Steps<T>, signal: AbortSignal): Promise<T> {
  let since = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (performance.now() - since < SLICE_MS) continue;
    await refuseIfStopped(signal);
    since = performance.now();
  }
}

/** A signal is heard only where others get their turn. */
export async function refuseIfStopped(signal: AbortSignal): Promise<void> {
  await nextTurn();
  if (!signal.aborted) return;
  throw new BrownoutError({
    code: 'interrupted',
    ending: 'interrupted',
    message: 'the simulation was stopped; nothing was scored',
  });
}
