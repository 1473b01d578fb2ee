/**
 * An injury to one direction of a TCP connection. A toxic says what happens to each chunk and when;
 * whoever holds the sockets gives it time, chance and a place to hand chunks on to.
 */
import type { Random } from '../../kit/random.js';
import type { Millis } from '../../model/units.js';

/** Bytes that were read at once. A stage that delays moves the stamp on, so that the next one counts from there. */
export interface Chunk {
  readonly bytes: Uint8Array;
  readonly stamp: Millis;
}

/** What a stage can do to its link. Nothing here throws, and nothing is called after `end` or `reset`. */
export interface StagePort {
  readonly random: Random;
  now(): Millis;
  /** Hands on to the next stage, or to the socket. May be called within any call to the stage. */
  pass(chunk: Chunk): void;
  /** Ends the link behind all that was passed; what comes in later is thrown away. */
  end(): void;
  /** Ends the connection, both ways, with a reset. */
  reset(): void;
  /** `wake` of the stage is called once at that moment, at most 24 days ahead. Replaces the moment asked for before. */
  wakeAt(due: Millis): void;
  /** The same, but never more than about 0.3 ms late, at the price of CPU. */
  wakeExactlyAt(due: Millis): void;
  sleep(): void;
}

/** One toxic on one link, while it is active there. */
export interface Stage {
  take(chunk: Chunk): void;
  /** The source has ended; all its chunks have been taken. The stage calls `end` when its time has come. */
  sourceEnded(): void;
  wake(): void;
  /** Bytes that it holds back, tiny chunks counted as what they cost: the link stops reading while they are more than `room`. */
  held(): number;
  /** New values, at once: the chunk that it delays is passed on first, what waits behind it gets the new ones. */
  update(attributes: Attributes): void;
  /** The toxic is taken away: what it holds is passed on. `end` where its source has ended or bytes were lost for good. */
  remove(): 'pass' | 'end';
}

/** By name; what was left out is 0. */
export type Attributes = Readonly<Record<string, number>>;

export interface ToxicAttribute {
  readonly name: string;
  /** `float` for `packet_loss` alone. */
  readonly kind: 'integer' | 'float';
  readonly summary: string;
  /** `ours`: shown to a client only where it was given, so that plain clients see what they know. */
  readonly origin: 'toxiproxy' | 'ours';
  /** A scenario must say it: without it the toxic would do nothing, or everything. A client of the proxy may leave it out. */
  readonly isNeeded: boolean;
  /** What a scenario writes: a duration in milliseconds or microseconds, a number of bytes, a rate, a plain number, a switch. */
  readonly written: 'millis' | 'micros' | 'bytes' | 'kilobytes-a-second' | 'number' | 'switch';
}

export interface Toxic {
  readonly type: string;
  readonly summary: string;
  /** The real outage or complaint that it imitates. */
  readonly source: string;
  /** `ours`: a Toxiproxy of somebody else doesn't know it. */
  readonly origin: 'toxiproxy' | 'ours';
  /** In the order in which they are shown. */
  readonly attributes: readonly ToxicAttribute[];
  /** As an author would write it in a scenario. */
  readonly example: Readonly<Record<string, string | number | boolean>>;
  /** Bytes that a stage may hold before its link stops reading. */
  readonly room: number;
  /** `refuse`: whoever connects while it is there, and is drawn, is reset before the upstream is dialled. */
  readonly connect: 'pass' | 'refuse';
  /** One for each toxic that a proxy has: what it closes over is shared by its links. */
  open(): StageMaker;
}

export type StageMaker = (port: StagePort, attributes: Attributes) => Stage;
