/** Runs side by side, each begun in its turn; nobody goes on before all that were begun have ended, whatever failed. */
import { setMaxListeners } from 'node:events';

export interface SideBySide<T> {
  readonly count: number;
  readonly atOnce: number;
  readonly signal: AbortSignal;
  readonly play: (at: number) => Promise<T>;
}

/** What Node allows one run to have before it warns. */
const LISTENERS = 10;

/** In the order of the turns; what was stopped before its turn is missing. */
export async function sideBySide<T>({ count, atOnce, signal, play }: SideBySide<T>): Promise<readonly T[]> {
  // Each run that is on listens for the stop; a run that left listeners behind would still be told.
  setMaxListeners(LISTENERS * atOnce, signal);
  const played = new Map<number, T>();
  let next = 0;
  let isOff = false;
  const work = async (): Promise<void> => {
    while (next < count && !signal.aborted && !isOff) {
      const at = next;
      next += 1;
      played.set(at, await play(at));
    }
  };
  const workers = Array.from({ length: Math.min(atOnce, count) }, async () => {
    try {
      await work();
    } catch (error) {
      isOff = true;
      throw error;
    }
  });
  const failed = (await Promise.allSettled(workers)).find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
  return [...played].sort(([a], [b]) => a - b).map(([, one]) => one);
}
