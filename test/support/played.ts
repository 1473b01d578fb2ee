/** Runs that all tests of a file look at. */
import { beforeEach } from 'vitest';

/** A file that is broken says so soon, not after a run for each of its tests. */
const MOST = 3;

/** Plays before the first test, and again for one that is tried again: on the same run it would only fail again. */
export function playedFirst(play: () => Promise<void>, timeout = 120_000): void {
  let plays = 0;
  beforeEach(async ({ task }) => {
    const isAgain = (task.result?.retryCount ?? 0) > 0;
    if (plays > 0 && !(isAgain && plays < MOST)) return;
    plays += 1;
    await play();
  }, timeout);
}
