/**
 * One timer for all that waits. Times are absolute, so nothing drifts. Whatever is due is rung at its moment or a
 * little later, never before: Node's timers fire early by up to a millisecond, and then they look at the clock again.
 */
import { DueHeap, type Dated } from '../kit/due-heap.js';
import type { Delays } from '../model/scenario.js';
import type { Clock, Millis } from '../model/units.js';

export interface Alarm extends Dated {
  /** Called once, at `due` or a little later. It may set itself and others. */
  ring(now: Millis): void;
}

export interface Wheel {
  /** Moves the alarm where it is set already. */
  set(alarm: Alarm, due: Millis): void;
  clear(alarm: Alarm): void;
  /** How many are set. */
  readonly size: number;
  close(): void;
}

export type Wheels = Readonly<Record<Delays, Wheel>>;

/** Node's longest timer is 24.8 days; one that looks again each minute does as well. */
const LONGEST_TIMER: Millis = 60_000;
/** After so long the sockets have their turn, however many have come due meanwhile. */
const LONGEST_TURN: Millis = 5;
/** How long before an exact moment a timer is no longer to be trusted. */
const POLLED: Millis = 1.2;

/** `precise`: never more than about 0.3 ms late, at the price of CPU: the last stretch is waited out awake. */
export function startWheel(clock: Clock, delays: Delays = 'thrifty'): Wheel {
  return new TimerWheel(clock, delays === 'precise' ? POLLED : 0);
}

export function alarmOf(ring: (now: Millis) => void): Alarm {
  return { due: 0, place: -1, ring };
}

class TimerWheel implements Wheel {
  private readonly clock: Clock;
  private readonly polled: Millis;
  private readonly heap = new DueHeap<Alarm>();
  private timer: NodeJS.Timeout | null = null;
  private poll: NodeJS.Immediate | null = null;
  /** When it looks at the clock next. */
  private armed: Millis = Infinity;
  private readonly turn = (): void => this.fire();

  constructor(clock: Clock, polled: Millis) {
    this.clock = clock;
    this.polled = polled;
  }

  get size(): number {
    return this.heap.size;
  }

  set(alarm: Alarm, due: Millis): void {
    this.heap.set(alarm, due);
    if (due < this.armed) this.arm(this.clock.now());
  }

  clear(alarm: Alarm): void {
    if (this.heap.remove(alarm) && this.heap.size === 0) this.disarm();
  }

  close(): void {
    this.heap.clear();
    this.disarm();
  }

  private fire(): void {
    this.timer = null;
    this.poll = null;
    // Whoever is rung may set alarms: they are armed below, once for all.
    this.armed = -Infinity;
    let now = this.clock.now();
    const enough = now + LONGEST_TURN;
    for (let first = this.heap.first(); first !== undefined; first = this.heap.first()) {
      if (first.due > now) {
        // Much may have happened meanwhile: whatever came due is rung before we sleep.
        now = this.clock.now();
        if (first.due > now || now > enough) break;
      }
      this.heap.remove(first);
      first.ring(now);
    }
    this.arm(now);
  }

  private arm(now: Millis): void {
    this.disarm();
    const first = this.heap.first();
    if (first === undefined) return;
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
    this.armed = Infinity;
  }
}
