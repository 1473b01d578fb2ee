/** One toxic in the chain of one link: draws whether it is active there, and gives its stage time and a way on. */
import type { Chunk, Stage, StagePort } from '../../catalog/toxics/toxic.js';
import type { Random } from '../../kit/random.js';
import type { Clock, Millis } from '../../model/units.js';
import type { Alarm, Wheel, Wheels } from '../wheel.js';
import type { LiveToxic } from './live-toxic.js';

/** Where chunks go: the next stage, or the socket. */
export interface Sink {
  take(chunk: Chunk): void;
  sourceEnded(): void;
}

/** What came to a toxic while it was active: one that met nothing has hurt nobody, however long it stood there. */
export interface Met {
  /** A chunk, an end or a reset; the rest is idleness. */
  hasMet: boolean;
  bytes: number;
}

/** What a seat knows of the connection that it is on. */
export interface Surroundings {
  readonly connection: number;
  readonly random: Random;
  readonly clock: Clock;
  readonly wheels: Wheels;
  /** The one count of what a toxic met on this connection, both ways together. */
  metBy(toxic: string): Met;
  /** A toxic ended the link while its source had not. */
  cut(): void;
  /** Ends the connection, both ways, with a reset. */
  reset(): void;
  /** A stage was woken: it may have room again. */
  woken(): void;
}

export class Seat implements Sink, StagePort, Alarm {
  next: Sink;
  isActive = false;
  due = 0;
  place = -1;
  readonly toxic: LiveToxic;
  private readonly around: Surroundings;
  /** Null while it was never active. */
  private met: Met | null = null;
  private stage: Stage | null = null;
  /** The one on which it waits, or waited last. */
  private wheel: Wheel | null = null;
  private draws = 0;
  private hasInputEnded = false;
  private hasEnded = false;

  constructor(toxic: LiveToxic, around: Surroundings, next: Sink) {
    this.toxic = toxic;
    this.around = around;
    this.next = next;
  }

  get random(): Random {
    return this.toxic.chanceFor(this.around.random, this.around.connection);
  }

  /** Draws, for the first time or anew. Answers whether the chain has to be linked again. */
  draw(): boolean {
    const { toxic, around, isActive } = this;
    this.draws += 1;
    const isDrawn =
      toxic.setting.toxic.connect === 'pass' && toxic.isDrawn(around.random, around.connection, this.draws);
    if (isDrawn && !isActive) this.activate();
    if (!isDrawn && isActive) this.park();
    return isDrawn !== isActive;
  }

  /** New values, or the old ones anew: the chunk that it delays goes on at once. */
  interrupt(): void {
    if (this.isActive && !this.hasEnded) this.stage?.update(this.toxic.attributes);
  }

  /** Leaves the chain for good. */
  leave(): void {
    const { stage } = this;
    if (stage === null) return;
    const verdict = this.hasEnded ? 'pass' : stage.remove();
    this.sleep();
    if (verdict === 'end' || (this.isActive && this.hasInputEnded)) this.end();
    this.hasEnded = true;
    this.isActive = false;
  }

  /** Its connection is over. */
  discard(): void {
    this.sleep();
    this.hasEnded = true;
  }

  isFull(): boolean {
    return this.isActive && this.stage !== null && this.stage.held() > this.toxic.setting.toxic.room;
  }

  take(chunk: Chunk): void {
    if (this.hasInputEnded || this.hasEnded) return;
    this.meets(chunk.bytes.length);
    this.stage?.take(chunk);
  }

  sourceEnded(): void {
    if (this.hasInputEnded) return;
    this.hasInputEnded = true;
    if (this.hasEnded) return;
    this.meets(0);
    this.stage?.sourceEnded();
  }

  now(): Millis {
    return this.around.clock.now();
  }

  pass(chunk: Chunk): void {
    if (!this.hasEnded) this.next.take(chunk);
  }

  end(): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.sleep();
    this.meets(0);
    if (!this.hasInputEnded) this.around.cut();
    this.next.sourceEnded();
  }

  reset(): void {
    if (this.hasEnded) return;
    this.meets(0);
    this.around.reset();
  }

  wakeAt(due: Millis): void {
    this.wakeOn(this.around.wheels.thrifty, due);
  }

  wakeExactlyAt(due: Millis): void {
    this.wakeOn(this.around.wheels.precise, due);
  }

  sleep(): void {
    this.wheel?.clear(this);
  }

  ring(): void {
    this.stage?.wake();
    this.around.woken();
  }

  private wakeOn(wheel: Wheel, due: Millis): void {
    if (this.hasEnded) return;
    if (this.wheel !== wheel) this.sleep();
    this.wheel = wheel;
    wheel.set(this, due);
  }

  private meets(bytes: number): void {
    if (this.met === null) return;
    this.met.hasMet = true;
    this.met.bytes += bytes;
  }

  private activate(): void {
    this.isActive = true;
    this.met ??= this.around.metBy(this.toxic.setting.name);
    if (this.stage === null) this.stage = this.toxic.make(this, this.toxic.attributes);
    else if (!this.hasEnded) this.stage.update(this.toxic.attributes);
  }

  /** It keeps its stage: what a toxic has counted so far, it counts on when the draw falls on it again. */
  private park(): void {
    if (!this.hasEnded) this.stage?.remove();
    this.sleep();
    if (this.hasInputEnded) this.end();
    this.isActive = false;
  }
}
