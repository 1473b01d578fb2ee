import type { Millis } from '../../model/units.js';
import { added, needed, valueOf } from './attributes.js';
import type { Attributes, Chunk, Stage, StagePort, Toxic } from './toxic.js';
import { askFor } from './waits.js';

export const limitTime: Toxic = {
  type: 'limit_time',
  summary: 'Ends the connection after a time, however busy it is; until then everything passes.',
  source: 'a balancer with a longest lifetime for connections, which cuts answers that stream for longer',
  origin: 'ours',
  attributes: [
    needed(added('time', 'millis', 'how long a connection lasts from when the toxic begins on it')),
  ],
  example: { time: '30s' },
  room: 0,
  connect: 'pass',
  open: () => (port, attributes) => new LifetimeStage(port, attributes),
};

class LifetimeStage implements Stage {
  private readonly port: StagePort;
  private readonly openedAt: Millis;
  private due: Millis;

  constructor(port: StagePort, attributes: Attributes) {
    this.port = port;
    this.openedAt = port.now();
    this.due = this.plan(attributes);
  }

  take(chunk: Chunk): void {
    if (this.port.now() < this.due) this.port.pass(chunk);
    else this.port.end();
  }

  sourceEnded(): void {
    this.port.end();
  }

  wake(): void {
    if (this.port.now() < this.due) askFor(this.port, this.due);
    else this.port.end();
  }

  held(): number {
    return 0;
  }

  update(attributes: Attributes): void {
    this.due = this.plan(attributes);
  }

  remove(): 'pass' {
    this.port.sleep();
    return 'pass';
  }

  private plan(attributes: Attributes): Millis {
    const due = this.openedAt + Math.max(0, valueOf(attributes, 'time'));
    askFor(this.port, due);
    return due;
  }
}
