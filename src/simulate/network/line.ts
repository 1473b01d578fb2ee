/**
 * One direction of a modelled connection, played to its end: the catalog's own stages, woken in virtual time.
 * What goes in is known beforehand, so nothing else has to happen meanwhile.
 */
import type { Attributes, Chunk, Stage, StageMaker, StagePort } from '../../catalog/toxics/toxic.js';
import { invariant } from '../../kit/invariant.js';
import type { Random } from '../../kit/random.js';
import type { Millis } from '../../model/units.js';

export interface Carried {
  readonly make: StageMaker;
  readonly attributes: Attributes;
  readonly random: Random;
  /** When it comes to this connection, and when it is taken away. */
  readonly from: Millis;
  readonly until: Millis;
}

export interface Piece {
  readonly at: Millis;
  readonly bytes: number;
}

export interface Passed {
  readonly pieces: readonly Piece[];
  readonly endedAt: Millis | null;
  readonly resetAt: Millis | null;
}

/** `ends`: when the source says its last; null where it only falls silent. In the order of their times. */
export function passedThrough(
  toxics: readonly Carried[],
  sent: readonly Piece[],
  ends: Millis | null,
): Passed {
  const line = new Line();
  const planned: Planned[] = [
    ...toxics.map((toxic) => ({ at: toxic.from, act: () => line.add(toxic) })),
    ...sent.map(({ at, bytes }) => ({ at, act: () => line.read(bytes) })),
    ...(ends === null ? [] : [{ at: ends, act: () => line.endSource() }]),
    ...toxics.map((toxic) => ({ at: toxic.until, act: () => line.remove(toxic) })),
  ];
  // A stable sort: of one moment, toxics come before what they meet.
  line.play(planned.sort((a, b) => a.at - b.at));
  return line;
}

interface Planned {
  readonly at: Millis;
  act(): void;
}

const MOST_WAKES = 1_000_000;

class Line implements Passed {
  readonly pieces: Piece[] = [];
  endedAt: Millis | null = null;
  resetAt: Millis | null = null;
  now: Millis = 0;
  private readonly posts: Post[] = [];
  private hasSourceEnded = false;

  play(planned: readonly Planned[]): void {
    let next = 0;
    for (let wakes = 0; wakes < MOST_WAKES; wakes += 1) {
      const waking = this.nextWaking();
      const due = waking?.wakes ?? Infinity;
      const plan = planned[next];
      if (this.isOver || (plan === undefined && due === Infinity)) return;
      if (plan !== undefined && plan.at <= due) {
        next += 1;
        this.now = Math.max(this.now, plan.at);
        if (plan.at < Infinity) plan.act();
      } else {
        this.now = Math.max(this.now, due);
        waking?.wake();
      }
    }
    invariant(false, 'a modelled connection comes to an end');
  }

  get isOver(): boolean {
    return this.endedAt !== null || this.resetAt !== null;
  }

  add(carried: Carried): void {
    const post = new Post(this, carried);
    this.posts.push(post);
    post.fill();
  }

  remove(carried: Carried): void {
    const index = this.posts.findIndex((post) => post.carried === carried);
    const post = this.posts[index];
    if (post === undefined) return;
    const isEnding = post.remove() === 'end';
    this.posts.splice(index, 1);
    if (isEnding) this.handEnd(index);
  }

  read(length: number): void {
    if (!this.hasSourceEnded) this.hand(0, { bytes: new Uint8Array(length), stamp: this.now });
  }

  endSource(): void {
    if (this.hasSourceEnded) return;
    this.hasSourceEnded = true;
    this.handEnd(0);
  }

  passedBy(post: Post, chunk: Chunk): void {
    this.hand(this.posts.indexOf(post) + 1, chunk);
  }

  /** What is in front of it goes nowhere any more, but may still reset. */
  endedBy(post: Post): void {
    this.handEnd(this.posts.indexOf(post) + 1);
  }

  reset(): void {
    this.resetAt ??= this.now;
  }

  private nextWaking(): Post | undefined {
    return this.posts.reduce<Post | undefined>(
      (first, post) => (post.wakes < (first?.wakes ?? Infinity) ? post : first),
      undefined,
    );
  }

  private hand(index: number, chunk: Chunk): void {
    const post = this.posts[index];
    if (post === undefined) this.pieces.push({ at: this.now, bytes: chunk.bytes.length });
    else post.take(chunk);
  }

  private handEnd(index: number): void {
    const post = this.posts[index];
    if (post === undefined) this.endedAt ??= this.now;
    else post.sourceEnded();
  }
}

class Post implements StagePort {
  readonly carried: Carried;
  wakes: Millis = Infinity;
  private readonly line: Line;
  private stage: Stage | null = null;
  private hasInputEnded = false;
  private hasEnded = false;

  constructor(line: Line, carried: Carried) {
    this.line = line;
    this.carried = carried;
  }

  get random(): Random {
    return this.carried.random;
  }

  /** Some stages ask for their first waking while they are made. */
  fill(): void {
    this.stage = this.carried.make(this, this.carried.attributes);
  }

  take(chunk: Chunk): void {
    if (!this.hasInputEnded && !this.hasEnded) this.stage?.take(chunk);
  }

  sourceEnded(): void {
    if (this.hasInputEnded) return;
    this.hasInputEnded = true;
    if (!this.hasEnded) this.stage?.sourceEnded();
  }

  wake(): void {
    this.wakes = Infinity;
    this.stage?.wake();
  }

  remove(): 'pass' | 'end' {
    const verdict = this.hasEnded ? 'pass' : (this.stage?.remove() ?? 'pass');
    this.stop();
    return verdict;
  }

  private stop(): void {
    this.hasEnded = true;
    this.wakes = Infinity;
  }

  now(): Millis {
    return this.line.now;
  }

  pass(chunk: Chunk): void {
    if (!this.hasEnded) this.line.passedBy(this, chunk);
  }

  end(): void {
    if (this.hasEnded) return;
    this.stop();
    this.line.endedBy(this);
  }

  reset(): void {
    if (!this.hasEnded) this.line.reset();
  }

  wakeAt(due: Millis): void {
    if (!this.hasEnded) this.wakes = due;
  }

  wakeExactlyAt(due: Millis): void {
    this.wakeAt(due);
  }

  sleep(): void {
    this.wakes = Infinity;
  }
}
