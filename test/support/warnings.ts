/** Names of what Node warned of while something was done. */
import { setImmediate as nextTurn } from 'node:timers/promises';

export async function warningsOf(work: () => Promise<unknown>): Promise<readonly string[]> {
  const names: string[] = [];
  const note = (warning: Error): void => void names.push(warning.name);
  process.on('warning', note);
  try {
    await work();
    await nextTurn();
  } finally {
    process.off('warning', note);
  }
  return names;
}
