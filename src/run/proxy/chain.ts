/** The toxics of one link, in the order in which they were added. Those that the draw spared are not on the way. */
import type { Millis } from '../../model/units.js';
import { Seat, type Sink, type Surroundings } from './chain-seat.js';
import type { LiveToxic } from './live-toxic.js';

export class Chain {
  private readonly around: Surroundings;
  private readonly writer: Sink;
  private readonly seats: Seat[] = [];
  private first: Sink | null = null;

  constructor(around: Surroundings, writer: Sink) {
    this.around = around;
    this.writer = writer;
  }

  /** What a chunk meets first; null where no toxic is active. */
  get head(): Sink | null {
    return this.first;
  }

  now(): Millis {
    return this.around.clock.now();
  }

  isFull(): boolean {
    return this.first !== null && this.seats.some((seat) => seat.isFull());
  }

  /** The one before it is interrupted, and draws anew. */
  append(toxic: LiveToxic): void {
    const before = this.seats.at(-1);
    before?.interrupt();
    const seat = new Seat(toxic, this.around, this.writer);
    this.seats.push(seat);
    seat.draw();
    this.link();
    if (before?.draw() === true) this.link();
  }

  update(toxic: LiveToxic): void {
    const seat = this.seats.find((one) => one.toxic === toxic);
    if (seat === undefined) return;
    if (seat.draw()) this.link();
    else seat.interrupt();
  }

  /** The one before it is interrupted, and draws anew. */
  remove(toxic: LiveToxic): void {
    const index = this.seats.findIndex((one) => one.toxic === toxic);
    const [seat] = index < 0 ? [] : this.seats.splice(index, 1);
    if (seat === undefined) return;
    seat.leave();
    this.link();
    const before = index > 0 ? this.seats[index - 1] : undefined;
    before?.interrupt();
    if (before?.draw() === true) this.link();
  }

  discard(): void {
    for (const seat of this.seats) seat.discard();
  }

  private link(): void {
    let next = this.writer;
    for (let index = this.seats.length - 1; index >= 0; index -= 1) {
      const seat = this.seats[index];
      if (seat === undefined) continue;
      seat.next = next;
      if (seat.isActive) next = seat;
    }
    this.first = next === this.writer ? null : next;
  }
}
