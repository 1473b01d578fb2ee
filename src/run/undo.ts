import { setTimeout as sleep } from 'node:timers/promises';

/** Ends what was started, last started first. */
export type Undo = (() => Promise<void>)[];

/** No step of the end may keep the others from being taken. */
const LONGEST_STEP = 30_000;

export async function undoAll(undo: Undo): Promise<void> {
  const last = undo.pop();
  if (last === undefined) return;
  try {
    await Promise.race([last(), sleep(LONGEST_STEP, undefined, { ref: false })]);
  } finally {
    await undoAll(undo);
  }
}
