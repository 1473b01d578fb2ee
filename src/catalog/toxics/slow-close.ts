import type { Millis } from '../../model/units.js';
import { known, needed, valueOf } from './attributes.js';
import { PacedStage, type Pace } from './paced.js';
import type { Attributes, Toxic } from './toxic.js';

export const slowClose: Toxic = {
  type: 'slow_close',
  summary: 'Passes everything, but keeps the connection open for a while after its end.',
  source: 'a balancer that drains, a peer that never gets round to closing',
  origin: 'toxiproxy',
  attributes: [needed(known('delay', 'millis', 'how long the end waits behind the last byte'))],
  example: { delay: '2s' },
  room: 0,
  connect: 'pass',
  open: () => (port, attributes) => new PacedStage(port, new ClosingPace(attributes), 0),
};

class ClosingPace implements Pace {
  readonly due = Number.NEGATIVE_INFINITY;
  readonly size = Number.POSITIVE_INFINITY;
  readonly isExact = false;
  private delay: Millis = 0;

  constructor(attributes: Attributes) {
    this.update(attributes);
  }

  aim(): void {
    // Data leaves at once.
  }

  endsAt(now: Millis): Millis {
    return now + this.delay;
  }

  update(attributes: Attributes): 'release' {
    this.delay = valueOf(attributes, 'delay');
    return 'release';
  }
}
