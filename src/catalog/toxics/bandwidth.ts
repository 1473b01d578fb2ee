import type { Millis } from '../../model/units.js';
import { added, known, needed, valueOf } from './attributes.js';
import { Budget } from './budget.js';
import { PacedStage, type Coming, type Pace } from './paced.js';
import type { Attributes, Chunk, StagePort, Toxic } from './toxic.js';

const SLICE: Millis = 100;
const ROOM = 65_536;

/** How long a sender that had to wait may take to come back before the wire counts as idle. */
const COMEBACK: Millis = 5;

/**
 * Bytes leave at the end of the time that it takes to send them, in slices of 100 ms. A late timer is
 * made up for by the next slice, so that the rate holds in the long run and is never exceeded. A rate
 * of 0 or less blocks, until it is changed or the toxic is taken away.
 */
export const bandwidth: Toxic = {
  type: 'bandwidth',
  summary: 'Lets so much through a second, and no more; a rate of 0 blocks.',
  source: 'a saturated link, a throttled egress gateway, a mobile network',
  origin: 'toxiproxy',
  attributes: [
    needed(
      known('rate', 'kilobytes-a-second', 'how many kilobytes of 1,000 bytes a second go through; 0 blocks'),
    ),
    added('shared', 'switch', 'all connections share the rate, instead of having it each'),
  ],
  example: { rate: '20KB/s' },
  room: ROOM,
  connect: 'pass',
  open: () => {
    const shared = new Budget();
    return (port, attributes) => new PacedStage(port, new BandwidthPace(port, shared, attributes), ROOM);
  },
};

class BandwidthPace implements Pace {
  due: Millis = 0;
  size = 0;
  readonly isExact = false;
  private readonly port: StagePort;
  private readonly shared: Budget;
  private budget: Budget;
  private rate = 0;

  constructor(port: StagePort, shared: Budget, attributes: Attributes) {
    this.port = port;
    this.shared = shared;
    this.budget = shared;
    this.read(attributes);
  }

  aim(left: Chunk, now: Millis, coming: Coming): void {
    if (this.rate <= 0) {
      this.due = Number.POSITIVE_INFINITY;
      return;
    }
    this.size = Math.min(left.bytes.length, Math.max(1, Math.floor(this.rate * SLICE)));
    this.due = this.budget.reserve(this.size, this.startOf(left, now, coming));
  }

  endsAt(now: Millis): Millis {
    return now;
  }

  update(attributes: Attributes): 'release' | 'keep' {
    this.read(attributes);
    return this.rate > 0 ? 'release' : 'keep';
  }

  private startOf(left: Chunk, now: Millis, coming: Coming): Millis {
    if (coming === 'queued') return left.stamp;
    const { free } = this.budget;
    return coming === 'resumed' && now - free <= COMEBACK ? free : now;
  }

  private read(attributes: Attributes): void {
    this.rate = valueOf(attributes, 'rate');
    this.budget = valueOf(attributes, 'shared') === 0 ? new Budget() : this.shared;
    this.budget.setRate(this.rate, this.port.now());
  }
}
