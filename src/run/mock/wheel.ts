/**
 * One timer for all streams. Times are absolute, so nothing drifts; a timer that fires early, as
 * Node's do by up to a millisecond, looks at the clock again before anything goes out.
 */
import type { Delays } from '../../model/scenario.js';
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
/** How long before an exact moment a timer is no longer to be trusted. */
const POLLED: Millis = 1.2;

/** `precise`: never more than about 0.3 ms late, at the price of CPU: the last stretch is waited out awake. */
export function startWheel(clock: Clock, delays: Delays = 'thrifty'): Wheel {
  return new TimerWheel(clock, delays === 'precise' ? POLLED : 0);
}

class TimerWheel implements Wheel {
  private readonly clock: Clock;
  private readonly queue = new DueQueue<Alarm>();
  private readonly polled: Millis;
  private timer: NodeJS.Timeout | null = null;
  private poll: NodeJS.Immediate | null = null;
  /** When the timer that is set fires. */
  private armed: Millis = Infinity;
  private readonly turn = (): void => this.fire();

  constructor(clock: Clock, polled: Millis) {
    this.clock = clock;
    this.polled = polled;
  }

  get size(): number {
    return this.queue.size;
  }

  set(alarm: Alarm): void {
    this.queue.add(alarm);
    if (alarm.due < this.armed) this.arm(this.clock.now());
  }

  close(): void {
    this.disarm();
    this.queue.clear();
  }

  private fire(): void {
    this.timer = null;
    this.poll = null;
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
    this.disarm();
    const left = first.due - now;
    if (left <= this.polled) {
      this.armed = now;
      this.poll = setImmediate(this.turn);
      return;
    }
    const whole = this.polled > 0 ? Math.floor(left - this.polled) : Math.ceil(left);
    const wait = Math.min(LONGEST_TIMER, Math.max(1, whole));
    this.armed = now + wait;
    this.timer = setTimeout(this.turn, wait);
  }

  private disarm(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    if (this.poll !== null) clearImmediate(this.poll);
    this.timer = null;
    this.poll = null;
  }
}
