/**
 * One direction of a connection: what one socket reads goes through the chain, if there is one, and
 * into the other. The end travels behind the bytes, and closes the other socket for good.
 */
import type { Socket } from 'node:net';
import type { Chunk } from '../../catalog/toxics/toxic.js';
import { Chain } from './chain.js';
import type { Sink, Surroundings } from './chain-seat.js';
import type { LiveToxic } from './live-toxic.js';

/** What a toxic sees at once at most. */
const LARGEST_CHUNK = 32_768;

export class Link implements Sink {
  /** Bytes that came in, and that went out to the other socket. */
  received = 0;
  private handedOn = 0;
  private readonly source: Socket;
  private readonly target: Socket;
  private chain: Chain | null = null;
  private head: Sink | null = null;
  private hasSourceEnded = false;
  /** Nothing reaches the other socket any more. */
  private isOver = false;
  private isTargetFull = false;
  private isPaused = false;

  constructor(source: Socket, target: Socket) {
    this.source = source;
    this.target = target;
    target.on('drain', () => this.drained());
  }

  get sent(): number {
    return this.handedOn - this.target.writableLength;
  }

  start(): void {
    this.source.on('data', (bytes: Buffer) => this.read(bytes));
  }

  append(toxic: LiveToxic, around: () => Surroundings): void {
    if (this.isOver) return;
    this.chain ??= new Chain(around(), this);
    this.chain.append(toxic);
    this.changed(this.chain);
  }

  update(toxic: LiveToxic): void {
    if (this.isOver || this.chain === null) return;
    this.chain.update(toxic);
    this.changed(this.chain);
  }

  remove(toxic: LiveToxic): void {
    if (this.isOver || this.chain === null) return;
    this.chain.remove(toxic);
    this.changed(this.chain);
  }

  /** The source has said its last, or is gone. */
  readEnd(): void {
    if (this.hasSourceEnded) return;
    this.hasSourceEnded = true;
    if (this.head === null) this.sourceEnded();
    else this.head.sourceEnded();
  }

  /** The other socket is gone: what still comes is read and thrown away. */
  targetClosed(): void {
    this.isOver = true;
    this.chain?.discard();
    this.isTargetFull = false;
    this.flow();
  }

  /** From the chain: what is left of a chunk. */
  take(chunk: Chunk): void {
    this.write(chunk.bytes);
  }

  /** From the chain: the end has come through. */
  sourceEnded(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.chain?.discard();
    if (this.target.writableLength === 0) this.target.destroy();
    else this.target.destroySoon();
    this.flow();
  }

  /** Reads on, or stops, as there is room. */
  flow(): void {
    const isPaused = !this.isOver && (this.isTargetFull || (this.chain?.isFull() ?? false));
    if (isPaused === this.isPaused) return;
    this.isPaused = isPaused;
    if (isPaused) this.source.pause();
    else this.source.resume();
  }

  private changed(chain: Chain): void {
    this.head = chain.head;
    this.flow();
  }

  private read(bytes: Buffer): void {
    this.received += bytes.length;
    if (this.head === null) this.write(bytes);
    else this.feed(this.head, bytes);
  }

  private feed(head: Sink, bytes: Buffer): void {
    const stamp = this.chain?.now() ?? 0;
    for (let from = 0; from < bytes.length; from += LARGEST_CHUNK) {
      head.take({ bytes: bytes.subarray(from, from + LARGEST_CHUNK), stamp });
    }
    this.flow();
  }

  private write(bytes: Uint8Array): void {
    if (this.isOver) return;
    this.handedOn += bytes.length;
    if (this.target.write(bytes)) return;
    this.isTargetFull = true;
    this.flow();
  }

  private drained(): void {
    this.isTargetFull = false;
    this.flow();
  }
}
