import type { Random } from '../../kit/random.js';
import type { Millis } from '../../model/units.js';
import { known, needed, valueOf } from './attributes.js';
import { PacedStage, type Coming, type Pace } from './paced.js';
import type { Attributes, Chunk, Toxic } from './toxic.js';

const MICROS = 1000;

/** Timers are too coarse for waits below this. */
const FINE: Millis = 1;

/** Cuts are drawn by halving: a part that is near enough to the average stays whole, any other is cut near its middle. */
export const slicer: Toxic = {
  type: 'slicer',
  summary: 'Cuts what comes through into small slices, with a pause after each.',
  source: 'small segments on a bad path, which show up parsers that expect a message in one read',
  origin: 'toxiproxy',
  attributes: [
    needed(known('average_size', 'bytes', 'how long a slice is on average; 0 cuts nothing')),
    known('size_variation', 'bytes', 'how far a cut may lie from the middle; less than the average'),
    known('delay', 'micros', 'how long the pause after each slice is'),
  ],
  example: { average_size: '64B', size_variation: '16B', delay: '500us' },
  room: 0,
  connect: 'pass',
  open: () => (port, attributes) => new PacedStage(port, new SlicerPace(port.random, attributes), 0),
};

class SlicerPace implements Pace {
  due: Millis = Number.NEGATIVE_INFINITY;
  size = 0;
  isExact = false;
  private readonly draw: () => number;
  /** Lengths still to be sliced of the chunk at the head, the next one last. */
  private readonly parts: number[] = [];
  private average = 0;
  private variation = 0;
  private pause: Millis = 0;

  constructor(random: Random, attributes: Attributes) {
    this.draw = random.sequence();
    this.read(attributes);
  }

  aim(left: Chunk, now: Millis, coming: Coming): void {
    if (this.parts.length === 0) this.parts.push(left.bytes.length);
    this.size = this.nextSize();
    this.due = coming === 'queued' ? now + this.pause : Math.max(now, this.due + this.pause);
  }

  endsAt(now: Millis): Millis {
    return Math.max(now, this.due + this.pause);
  }

  update(attributes: Attributes): 'release' {
    this.read(attributes);
    this.parts.length = 0;
    this.due = Number.NEGATIVE_INFINITY;
    return 'release';
  }

  private nextSize(): number {
    let length = this.parts.pop() ?? 0;
    while (!this.isFinal(length)) {
      const cut = this.cutOf(length);
      this.parts.push(length - cut);
      length = cut;
    }
    return length;
  }

  private isFinal(length: number): boolean {
    return this.average <= 0 || length <= 1 || length - this.average <= this.variation;
  }

  private cutOf(length: number): number {
    const middle = Math.floor(length / 2);
    if (this.variation <= 0) return middle;
    const moved = Math.floor(this.draw() * 2 * this.variation) - this.variation;
    return Math.min(length - 1, Math.max(1, middle + moved));
  }

  private read(attributes: Attributes): void {
    this.average = valueOf(attributes, 'average_size');
    this.variation = valueOf(attributes, 'size_variation');
    this.pause = Math.max(0, valueOf(attributes, 'delay') / MICROS);
    this.isExact = this.pause < FINE;
  }
}
