/** Toxics on a bench: a link without sockets, whose time passes only when nothing is left to do at the moment. */
import { randomOf, type Random } from '../../src/kit/random.js';
import { toxicByType } from '../../src/catalog/toxics/shelf.js';
import type { Attributes, Chunk, Stage, StageMaker, StagePort } from '../../src/catalog/toxics/toxic.js';

export interface Delivery {
  readonly at: number;
  readonly bytes: Uint8Array;
}

export interface Outcome {
  readonly deliveries: readonly Delivery[];
  readonly endedAt: number | null;
  readonly resetAt: number | null;
  readonly wakes: number;
}

export interface Fixture {
  readonly type: string;
  readonly attributes?: Attributes;
  /** A maker that several links share; one of its own without it. */
  readonly maker?: StageMaker;
}

export interface BenchOptions {
  readonly seed?: number;
  /** By how much each timer is late; below 0 it is early, as Node's may be. */
  readonly lateness?: () => number;
}

const MOST_WAKES = 200_000;

export function makerOf(type: string): StageMaker {
  const toxic = toxicByType(type);
  if (toxic === undefined) throw new Error(`no toxic ${type}`);
  return toxic.open();
}

/** One clock for all links on the bench. */
export class Bench {
  private time = 0;
  private wakes = 0;
  private readonly agenda: { readonly at: number; readonly act: () => void }[] = [];
  private readonly links: BenchLink[] = [];
  readonly random: Random;
  readonly lateness: () => number;

  constructor({ seed = 1, lateness = () => 0 }: BenchOptions = {}) {
    this.random = randomOf(seed);
    this.lateness = lateness;
  }

  now(): number {
    return this.time;
  }

  link(...fixtures: readonly Fixture[]): BenchLink {
    const link = new BenchLink(this, this.random.at('link', this.links.length));
    this.links.push(link);
    for (const fixture of fixtures) link.add(fixture);
    return link;
  }

  at(moment: number, act: () => void): void {
    this.agenda.push({ at: moment, act });
    this.agenda.sort((a, b) => a.at - b.at);
  }

  /** Until nothing is left to do, or until a moment. */
  run(until = Number.POSITIVE_INFINITY): void {
    for (;;) {
      const planned = this.agenda[0]?.at ?? Number.POSITIVE_INFINITY;
      const posts = this.links.flatMap((link) => link.posts()).filter(({ fires }) => fires !== null);
      const due = Math.min(...posts.map(({ fires }) => fires ?? Number.POSITIVE_INFINITY));
      const next = Math.min(planned, due);
      if (next === Number.POSITIVE_INFINITY || next > until) break;
      this.time = Math.max(this.time, next);
      if (planned <= due) this.agenda.shift()?.act();
      else posts.find(({ fires }) => fires === due)?.fire();
      if (planned > due) this.countWake();
    }
    if (until !== Number.POSITIVE_INFINITY) this.time = Math.max(this.time, until);
  }

  woken(): number {
    return this.wakes;
  }

  private countWake(): void {
    this.wakes += 1;
    if (this.wakes > MOST_WAKES) throw new Error(`still not done after ${MOST_WAKES} wakes`);
  }
}

/** A chain of stages, and what came out at its end. */
export class BenchLink {
  private readonly bench: Bench;
  private readonly random: Random;
  private readonly chain: Post[] = [];
  private readonly out: Delivery[] = [];
  private added = 0;
  private hasSourceEnded = false;
  private endedAt: number | null = null;
  private resetAt: number | null = null;

  constructor(bench: Bench, random: Random) {
    this.bench = bench;
    this.random = random;
  }

  posts(): readonly Post[] {
    return this.chain;
  }

  /** Reads a chunk now. */
  read(bytes: Uint8Array): void {
    if (!this.isOver() && !this.hasSourceEnded) this.hand(0, { bytes, stamp: this.bench.now() });
  }

  endSource(): void {
    if (this.hasSourceEnded) return;
    this.hasSourceEnded = true;
    this.handEnd(0);
  }

  add({ type, attributes = {}, maker }: Fixture): void {
    if (this.isOver()) return;
    this.added += 1;
    const post = new Post(this, this.bench, this.random.at(type, this.added));
    this.chain.push(post);
    post.fill((maker ?? makerOf(type))(post, attributes));
  }

  update(index: number, attributes: Attributes): void {
    const post = this.chain[index];
    if (post !== undefined && !post.hasEnded && !this.isOver()) post.stage.update(attributes);
  }

  remove(index: number): void {
    const post = this.chain[index];
    if (post === undefined || this.isOver()) return;
    const isEnding = !post.hasEnded && post.stage.remove() === 'end';
    post.hasEnded = true;
    post.stop();
    this.chain.splice(index, 1);
    if (!isEnding) return;
    this.handEnd(index);
    this.cutBefore(index - 1);
  }

  held(index: number): number {
    return this.chain[index]?.stage.held() ?? 0;
  }

  passed(post: Post, chunk: Chunk): void {
    this.hand(this.chain.indexOf(post) + 1, chunk);
  }

  ended(post: Post): void {
    const at = this.chain.indexOf(post);
    this.handEnd(at + 1);
    this.cutBefore(at);
  }

  wasReset(): void {
    this.resetAt ??= this.bench.now();
    for (const post of this.chain) post.stop();
  }

  isOver(): boolean {
    return this.resetAt !== null || this.endedAt !== null;
  }

  outcome(): Outcome {
    const { endedAt, resetAt } = this;
    return { deliveries: this.out, endedAt, resetAt, wakes: this.bench.woken() };
  }

  /** What is in front of an end that a stage made goes nowhere any more. */
  private cutBefore(index: number): void {
    this.hasSourceEnded = true;
    for (const post of this.chain.slice(0, index + 1)) {
      post.hasEnded = true;
      post.stop();
    }
  }

  private hand(index: number, chunk: Chunk): void {
    if (this.isOver()) return;
    const post = this.chain[index];
    if (post === undefined) this.out.push({ at: this.bench.now(), bytes: chunk.bytes });
    else if (!post.hasEnded) post.stage.take(chunk);
  }

  private handEnd(index: number): void {
    if (this.isOver()) return;
    const post = this.chain[index];
    if (post === undefined) this.endedAt = this.bench.now();
    else if (!post.hasEnded) post.stage.sourceEnded();
  }
}

class Post implements StagePort {
  readonly random: Random;
  hasEnded = false;
  /** When its timer fires, its lateness included. */
  fires: number | null = null;
  private made: Stage | null = null;
  private readonly link: BenchLink;
  private readonly bench: Bench;

  constructor(link: BenchLink, bench: Bench, random: Random) {
    this.link = link;
    this.bench = bench;
    this.random = random;
  }

  get stage(): Stage {
    if (this.made === null) throw new Error('used before it was made');
    return this.made;
  }

  fill(stage: Stage): void {
    this.made = stage;
  }

  fire(): void {
    this.fires = null;
    this.stage.wake();
  }

  stop(): void {
    this.fires = null;
  }

  now(): number {
    return this.bench.now();
  }

  pass(chunk: Chunk): void {
    if (!this.hasEnded) this.link.passed(this, chunk);
  }

  end(): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.link.ended(this);
  }

  reset(): void {
    if (!this.hasEnded) this.link.wasReset();
  }

  wakeAt(due: number): void {
    if (Number.isNaN(due) || due - this.now() > 2 ** 31 - 1) throw new Error(`no timer waits until ${due}`);
    if (!this.hasEnded) this.fires = Math.max(due + this.bench.lateness(), this.now());
  }

  wakeExactlyAt(due: number): void {
    this.wakeAt(due);
  }

  sleep(): void {
    this.fires = null;
  }
}
