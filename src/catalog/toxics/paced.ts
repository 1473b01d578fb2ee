import { Queue } from '../../kit/queue.js';
import type { Millis } from '../../model/units.js';
import type { Attributes, Chunk, Stage, StagePort } from './toxic.js';
import { askFor } from './waits.js';

/** A tiny chunk costs this much memory, whatever it carries: single bytes must not fill gigabytes within their room. */
const LEAST_COST = 256;

/** More pieces don't leave at one go: a stream in slices of one byte would keep everybody else waiting for seconds. */
const MOST_AT_ONCE = 256;

/** How a chunk came to the head: into an empty line, out of the line, or after the source was stopped for want of room. */
export type Coming = 'fresh' | 'queued' | 'resumed';

/** Decides when the chunk at the head of a line leaves. */
export interface Pace {
  /** Sets `due` and `size` for the next piece of the chunk at the head. */
  aim(left: Chunk, now: Millis, coming: Coming): void;
  /** When the next piece leaves; `Infinity` where it does not by itself. */
  readonly due: Millis;
  /** How much of the head leaves then. */
  readonly size: number;
  readonly isExact: boolean;
  /** When the end may follow the last piece, asked once all has been passed on. */
  endsAt(now: Millis): Millis;
  /** `release`: the chunk at the head leaves at once. */
  update(attributes: Attributes): 'release' | 'keep';
}

/** Keeps chunks in order and lets them go at their pace. Loses nothing, and the end comes last. */
export class PacedStage implements Stage {
  private readonly port: StagePort;
  private readonly pace: Pace;
  private readonly line = new Queue<Chunk>();
  private readonly room: number;
  private cost = 0;
  private wasFull = false;
  private hasEnded = false;
  private endDue: Millis | null = null;

  constructor(port: StagePort, pace: Pace, room: number) {
    this.port = port;
    this.pace = pace;
    this.room = room;
  }

  take(chunk: Chunk): void {
    this.line.push(chunk);
    this.cost += costOf(chunk.bytes);
    if (this.line.length === 1) this.begin(chunk);
    if (this.cost > this.room) this.wasFull = true;
  }

  sourceEnded(): void {
    this.hasEnded = true;
    if (this.line.length === 0) this.go(this.port.now());
  }

  wake(): void {
    this.go(this.port.now());
  }

  held(): number {
    return this.cost;
  }

  update(attributes: Attributes): void {
    const isReleased = this.pace.update(attributes) === 'release';
    this.endDue = null;
    // Most links are idle: they need not know what time it is.
    if (this.line.length === 0 && !this.hasEnded) return;
    const now = this.port.now();
    if (isReleased) this.passHead(now);
    const head = this.line.first();
    if (head !== undefined) this.pace.aim(head, now, 'fresh');
    this.go(now);
  }

  remove(): 'pass' | 'end' {
    this.port.sleep();
    if (this.line.length > 0) {
      const now = this.port.now();
      while (this.line.length > 0) this.passHead(now);
    }
    return this.hasEnded ? 'end' : 'pass';
  }

  private begin(head: Chunk): void {
    const now = this.port.now();
    this.pace.aim(head, now, this.wasFull ? 'resumed' : 'fresh');
    this.go(now);
    // What could leave at once was late: so is what comes right behind it.
    if (this.cost > 0) this.wasFull = false;
  }

  private go(now: Millis): void {
    let head = this.line.first();
    for (let pieces = 0; head !== undefined; pieces += 1) {
      const isLater = this.pace.due > now;
      if (isLater || pieces === MOST_AT_ONCE) {
        askFor(this.port, isLater ? this.pace.due : this.port.now(), this.pace.isExact);
        return;
      }
      this.passPiece(head);
      head = this.line.first();
      if (head !== undefined) this.pace.aim(head, now, 'queued');
    }
    if (this.hasEnded) this.finish(now);
  }

  private finish(now: Millis): void {
    this.endDue ??= this.pace.endsAt(now);
    if (this.endDue > now) askFor(this.port, this.endDue, this.pace.isExact);
    else this.port.end();
  }

  private passPiece(head: Chunk): void {
    const { due, size } = this.pace;
    const stamp = Math.max(head.stamp, due);
    this.cost -= costOf(head.bytes);
    if (size >= head.bytes.length) {
      this.line.shift();
      this.port.pass(stamp === head.stamp ? head : { bytes: head.bytes, stamp });
    } else {
      const left = { bytes: head.bytes.subarray(size), stamp: head.stamp };
      this.line.replaceFirst(left);
      this.cost += costOf(left.bytes);
      this.port.pass({ bytes: head.bytes.subarray(0, size), stamp });
    }
  }

  private passHead(now: Millis): void {
    const head = this.line.shift();
    if (head === undefined) return;
    this.cost -= costOf(head.bytes);
    this.port.pass({ bytes: head.bytes, stamp: Math.max(head.stamp, now) });
  }
}

function costOf(bytes: Uint8Array): number {
  return Math.max(bytes.length, LEAST_COST);
}
