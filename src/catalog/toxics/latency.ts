import type { Random } from '../../kit/random.js';
import type { Millis } from '../../model/units.js';
import { added, known, needed, valueOf } from './attributes.js';
import { PacedStage, type Pace } from './paced.js';
import type { Attributes, Chunk, Toxic } from './toxic.js';

/** What the original buffers at most: 1,024 chunks of 32 KiB. */
const ROOM = 1024 * 32_768;

/**
 * Each chunk leaves its delay after it came in, so those that queue don't add up. Order is kept: a
 * chunk with a small draw waits behind a slower one. Connecting and ending are not delayed.
 */
export const latency: Toxic = {
  type: 'latency',
  summary: 'Delays everything that comes through, one way; the order is kept.',
  source: 'a route over another continent after a failover, or a gateway that queues',
  origin: 'toxiproxy',
  attributes: [
    needed(known('latency', 'millis', 'how much later each chunk leaves')),
    known('jitter', 'millis', 'how far the delay may lie to either side, drawn for each chunk'),
    added('precise', 'switch', 'leaves within 0.3 ms of its time, at the price of a busy core'),
  ],
  example: { latency: '200ms', jitter: '50ms' },
  room: ROOM,
  connect: 'pass',
  open: () => (port, attributes) => new PacedStage(port, new LatencyPace(port.random, attributes), ROOM),
};

class LatencyPace implements Pace {
  due: Millis = 0;
  readonly size = Number.POSITIVE_INFINITY;
  isExact = false;
  private delay = 0;
  private jitter = 0;
  private readonly draw: () => number;

  constructor(random: Random, attributes: Attributes) {
    this.draw = random.sequence();
    this.read(attributes);
  }

  aim(left: Chunk): void {
    const moved = this.jitter > 0 ? Math.floor(this.draw() * 2 * this.jitter) - this.jitter : 0;
    this.due = left.stamp + this.delay + moved;
  }

  endsAt(now: Millis): Millis {
    return now;
  }

  update(attributes: Attributes): 'release' {
    this.read(attributes);
    return 'release';
  }

  private read(attributes: Attributes): void {
    this.delay = valueOf(attributes, 'latency');
    this.jitter = valueOf(attributes, 'jitter');
    this.isExact = valueOf(attributes, 'precise') !== 0;
  }
}
