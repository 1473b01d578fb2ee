/**
 * One timer for all streams. Times are absolute, so nothing drifts; a timer that fires early, as
 * Node's do by up to a millisecond, looks at the clock again before anything goes out.
 */
import type { Clock, Millis } from '../../model/units.js';
import { DueQueue } from './due-queue.js';

export interface Alarm {
  due: Millis;
  /** Called once, at `due` or a little later. */
  ring(now: Millis): void;
}

export interface Wheel {
  /** What stays here without a reason keeps its memory only until it is due. */
  set(alarm: Alarm): void;
  readonly size: number;
  close(): void;
}

/** What a wait may lack, and still not be early by anybody's measure. */
export const TOLERANCE: Millis = 0.02;
/** Node's longest timer is 24.8 days; one that looks again each minute does as well. */
const LONGEST_TIMER: Millis = 60_000;

export function startWheel(clock: Clock): Wheel {
  return new TimerWheel(clock);
}

class TimerWheel implements Wheel {
  private readonly clock: Clock;
  private readonly queue = new DueQueue<Alarm>();
  private timer: NodeJS.Timeout | null = null;
  /** When the timer that is set fires. */
  private armed: Millis = Infinity;
  private readonly turn = (): void => this.fire();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  get size(): number {
    return this.queue.size;
  }

  set(alarm: Alarm): void {
    this.queue.add(alarm);
    if (alarm.due < this.armed) this.arm(this.clock.now());
  }

  close(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.queue.clear();
  }

  private fire(): void {
    this.timer = null;
    this.armed = -Infinity;
    let now = this.clock.now();
    for (let first = this.queue.first(); first !== undefined; first = this.queue.first()) {
      if (first.due > now + TOLERANCE) {
        // Much may have happened meanwhile: whatever came due goes out before we sleep.
        now = this.clock.now();
        if (first.due > now + TOLERANCE) break;
      }
      this.queue.take();
      first.ring(now);
    }
    this.armed = Infinity;
    this.arm(now);
  }

  private arm(now: Millis): void {
    const first = this.queue.first();
    if (first === undefined) return;
    if (this.timer !== null) clearTimeout(this.timer);
    const wait = Math.min(LONGEST_TIMER, Math.max(1, Math.ceil(first.due - now)));
    this.armed = now + wait;
    this.timer = setTimeout(this.turn, wait);
  }
}
