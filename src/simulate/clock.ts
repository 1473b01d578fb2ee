/**
 * Virtual time: a heap of what is due, in typed arrays, so that a long run leaves the garbage collector in
 * peace. Of two things due at one moment, the one that was asked for first comes first.
 */
import { invariant } from '../kit/invariant.js';
import type { Clock, Millis } from '../model/units.js';

export interface Sleeper {
  /** `tag` is what it was set with: a sleeper may wait for several things. */
  ring(now: Millis, tag: number): void;
}

export const NO_ALARM = -1;

export class VirtualClock implements Clock {
  private time: Millis = 0;
  private asked = 0;
  private length = 0;
  /** Of each slot; a slot is an alarm's name while it is set. */
  private due = new Float64Array(1_024);
  private order = new Float64Array(1_024);
  private tags = new Int32Array(1_024);
  private place = new Int32Array(1_024);
  /** Slots, the earliest first, as a binary heap. */
  private heap = new Int32Array(1_024);
  private readonly sleepers: (Sleeper | null)[] = [];
  private readonly free: number[] = [];

  now(): Millis {
    return this.time;
  }

  /** What is due in the past rings at once, after all that is due by now. */
  set(at: Millis, sleeper: Sleeper, tag: number): number {
    const slot = this.free.pop() ?? this.newSlot();
    this.due[slot] = Math.max(at, this.time);
    this.order[slot] = this.asked;
    this.tags[slot] = tag;
    this.sleepers[slot] = sleeper;
    this.asked += 1;
    this.length += 1;
    this.rise(this.length - 1, slot);
    return slot;
  }

  /** Nothing happens where there is none. */
  cancel(slot: number): void {
    if (slot === NO_ALARM) return;
    const at = this.place[slot] ?? 0;
    this.release(slot);
    const last = this.heap[this.length] ?? 0;
    if (last === slot) return;
    this.rise(at, last);
    this.sink(this.place[last] ?? 0, last);
  }

  /** When the next thing is due; infinite where there is none. */
  next(): Millis {
    return this.length === 0 ? Infinity : (this.due[this.heap[0] ?? 0] ?? Infinity);
  }

  /** Goes on to the next thing that is due, and lets it happen. */
  ring(): void {
    invariant(this.length > 0, 'nothing is due');
    const slot = this.heap[0] ?? 0;
    const sleeper = this.sleepers[slot];
    const tag = this.tags[slot] ?? 0;
    this.time = this.due[slot] ?? this.time;
    this.cancel(slot);
    sleeper?.ring(this.time, tag);
  }

  /** Goes on to a moment before which nothing is due. */
  advance(to: Millis): void {
    this.time = Math.max(this.time, to);
  }

  private release(slot: number): void {
    this.sleepers[slot] = null;
    this.free.push(slot);
    this.length -= 1;
  }

  private rise(from: number, slot: number): void {
    let at = from;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const other = this.heap[above] ?? 0;
      if (!this.isBefore(slot, other)) break;
      this.put(at, other);
      at = above;
    }
    this.put(at, slot);
  }

  private sink(from: number, slot: number): void {
    let at = from;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= this.length) break;
      const right = below + 1;
      if (right < this.length && this.isBefore(this.heap[right] ?? 0, this.heap[below] ?? 0)) below = right;
      const other = this.heap[below] ?? 0;
      if (!this.isBefore(other, slot)) break;
      this.put(at, other);
      at = below;
    }
    this.put(at, slot);
  }

  private isBefore(one: number, other: number): boolean {
    const [first, second] = [this.due[one] ?? 0, this.due[other] ?? 0];
    return first === second ? (this.order[one] ?? 0) < (this.order[other] ?? 0) : first < second;
  }

  private put(at: number, slot: number): void {
    this.heap[at] = slot;
    this.place[slot] = at;
  }

  private newSlot(): number {
    const slot = this.sleepers.length;
    this.sleepers.push(null);
    if (slot >= this.due.length) this.grow();
    return slot;
  }

  private grow(): void {
    const length = this.due.length * 2;
    this.due = grown(this.due, new Float64Array(length));
    this.order = grown(this.order, new Float64Array(length));
    this.tags = grown(this.tags, new Int32Array(length));
    this.place = grown(this.place, new Int32Array(length));
    this.heap = grown(this.heap, new Int32Array(length));
  }
}

function grown<T extends Float64Array | Int32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
