/**
 * One clock for all links of a server. What is due is rung at its moment or a little later, never
 * before: Node's timers may fire early, and so they look at the clock again.
 */
import { DueHeap, type Dated } from '../../kit/due-heap.js';
import type { Clock, Millis } from '../../model/units.js';

export interface Alarm extends Dated {
  /** Whether it is rung to the fraction of a millisecond, at the price of CPU. */
  isExact: boolean;
  ring(): void;
}

export interface Timers {
  now(): Millis;
  /** Moves the alarm where it is set already. */
  set(alarm: Alarm, due: Millis, isExact: boolean): void;
  clear(alarm: Alarm): void;
  /** How many are set. */
  readonly size: number;
  close(): void;
}

/** Longer waits are cut into several: Node's longest timer is 24.8 days. */
const LONGEST_TIMER: Millis = 60_000;
/** How long before an exact moment a timer is no longer to be trusted. */
const POLLED: Millis = 1.2;

export function startTimers(clock: Clock): Timers {
  return new TwoLanes(clock);
}

class TwoLanes implements Timers {
  private readonly clock: Clock;
  private readonly coarse: Lane;
  private readonly exact: Lane;

  constructor(clock: Clock) {
    this.clock = clock;
    this.coarse = new Lane(clock, 0);
    this.exact = new Lane(clock, POLLED);
  }

  get size(): number {
    return this.coarse.size + this.exact.size;
  }

  now(): Millis {
    return this.clock.now();
  }

  set(alarm: Alarm, due: Millis, isExact: boolean): void {
    if (alarm.isExact !== isExact) this.clear(alarm);
    alarm.isExact = isExact;
    this.laneOf(alarm).set(alarm, due);
  }

  clear(alarm: Alarm): void {
    this.laneOf(alarm).clear(alarm);
  }

  close(): void {
    this.coarse.close();
    this.exact.close();
  }

  private laneOf(alarm: Alarm): Lane {
    return alarm.isExact ? this.exact : this.coarse;
  }
}

class Lane {
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
    this.heap.remove(alarm);
    if (this.heap.size === 0) this.disarm();
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
    const now = this.clock.now();
    for (let first = this.heap.first(); first !== undefined && first.due <= now; first = this.heap.first()) {
      this.heap.remove(first);
      first.ring();
    }
    this.arm(this.clock.now());
  }

  private arm(now: Millis): void {
    this.disarm();
    const first = this.heap.first();
    if (first === undefined) return;
    const wait = first.due - now;
    if (wait <= this.polled) {
      this.armed = now;
      this.poll = setImmediate(this.turn);
      return;
    }
    const whole = Math.min(LONGEST_TIMER, Math.max(1, wholeWait(wait, this.polled)));
    this.armed = now + whole;
    this.timer = setTimeout(this.turn, whole);
  }

  private disarm(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    if (this.poll !== null) clearImmediate(this.poll);
    this.timer = null;
    this.poll = null;
    this.armed = Infinity;
  }
}

function wholeWait(wait: Millis, polled: Millis): number {
  return polled > 0 ? Math.floor(wait - polled) : Math.ceil(wait);
}
