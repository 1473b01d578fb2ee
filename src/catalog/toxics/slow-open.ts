import type { Millis } from '../../model/units.js';
import { added, needed, valueOf } from './attributes.js';
import { PacedStage, type Pace } from './paced.js';
import type { Attributes, Chunk, Toxic } from './toxic.js';

const ROOM = 65_536;

export const slowOpen: Toxic = {
  type: 'slow_open',
  summary: 'Delays the first chunk of each connection; what follows is as fast as ever.',
  source: 'a cold start behind a gateway, a slow handshake after a failover',
  origin: 'ours',
  attributes: [needed(added('delay', 'millis', 'how much later the first chunk leaves'))],
  example: { delay: '1500ms' },
  room: ROOM,
  connect: 'pass',
  open: () => (port, attributes) => new PacedStage(port, new OpeningPace(attributes), ROOM),
};

class OpeningPace implements Pace {
  due: Millis = 0;
  readonly size = Number.POSITIVE_INFINITY;
  readonly isExact = false;
  private delay: Millis = 0;
  private isOpen = false;

  constructor(attributes: Attributes) {
    this.update(attributes);
  }

  aim(left: Chunk): void {
    this.due = this.isOpen ? Number.NEGATIVE_INFINITY : left.stamp + this.delay;
    this.isOpen = true;
  }

  endsAt(now: Millis): Millis {
    return now;
  }

  update(attributes: Attributes): 'release' {
    this.delay = valueOf(attributes, 'delay');
    return 'release';
  }
}
