/**
 * Sends what is due when it is due, never early: whoever wakes us, the clock is asked again, and all
 * that is due is sent. A metronome wakes us; timers do while it starts, and should it ever fail.
 */
import type { Clock, Millis } from '../../model/units.js';
import { DueQueue, type Dues } from './due-queue.js';
import { startMetronome } from './metronome.js';

export interface PacingOptions extends Dues {
  readonly send: (index: number) => void;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** How much later than the metronome a timer comes. */
const BEHIND: Millis = 3;
/** A timer of Node holds 31 bits. */
const LONGEST: Millis = 1_000_000_000;

/** Resolves when all is sent, or the signal has stopped it: what was due by then is sent. */
export function pace(options: PacingOptions): Promise<void> {
  const { clock, signal, send } = options;
  const queue = new DueQueue(options);
  if (signal.aborted || queue.nextDue === null) return Promise.resolve();
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | undefined;
    const stop = (): void => {
      clearTimeout(timer);
      metronome.stop();
      signal.removeEventListener('abort', stop);
      queue.sendDue(clock, send);
      resolve();
    };
    const wake = (): void => {
      queue.sendDue(clock, send);
      clearTimeout(timer);
      const due = queue.nextDue;
      if (signal.aborted) return;
      if (due === null) stop();
      else timer = setTimeout(wake, waitFor(due - clock.now()) + (metronome.isRunning ? BEHIND : 0));
    };
    const metronome = startMetronome(options, clock, wake);
    signal.addEventListener('abort', stop, { once: true });
    wake();
  });
}

function waitFor(time: Millis): Millis {
  return Math.min(LONGEST, Math.max(1, Math.ceil(time)));
}
