/**
 * Wakes the event loop at given times to a tenth of a millisecond. A timer of Node knows whole
 * milliseconds only, and polling costs a core; a thread that waits on a lock is precise and sleeps.
 */
import { Worker } from 'node:worker_threads';
import type { Clock, Millis } from '../../model/units.js';
import type { Dues } from './due-queue.js';

export interface Metronome {
  /** It beats from now on; before, and should its thread die, nobody may rely on it. */
  readonly isRunning: boolean;
  stop(): void;
}

/**
 * Its thread as text, so that it runs from any folder and under any loader. Times are those of
 * `process.hrtime`, which all threads of a process share.
 */
const THREAD = `
const { parentPort, workerData } = require('node:worker_threads');
const { due, zero, lock } = workerData;
const now = () => Number(process.hrtime.bigint()) / 1e6 - zero;
parentPort.postMessage('ready');
for (let next = 0; next < due.length; ) {
  if (Atomics.wait(lock, 0, 0, due[next] - now()) !== 'timed-out') break;
  const reached = now();
  while (next < due.length && due[next] <= reached) next += 1;
  parentPort.postMessage('beat');
}
`;

export function startMetronome(dues: Dues, clock: Clock, beat: () => void): Metronome {
  const due = new Float64Array(new SharedArrayBuffer(dues.count * 8));
  for (let index = 0; index < dues.count; index += 1) due[index] = dues.dueOf(index);
  const lock = new Int32Array(new SharedArrayBuffer(4));
  const zero: Millis = Number(process.hrtime.bigint()) / 1e6 - clock.now();
  const worker = new Worker(THREAD, { eval: true, workerData: { due, zero, lock } });
  let isRunning = false;
  worker.on('message', () => {
    isRunning = true;
    beat();
  });
  worker.on('error', () => (isRunning = false)).on('exit', () => (isRunning = false));
  return {
    get isRunning() {
      return isRunning;
    },
    stop: () => {
      Atomics.store(lock, 0, 1);
      Atomics.notify(lock, 0);
    },
  };
}
