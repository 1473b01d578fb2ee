import type { Millis } from '../../model/units.js';
import { known, valueOf } from './attributes.js';
import type { Attributes, Stage, StagePort, Toxic } from './toxic.js';
import { askFor } from './waits.js';

export const timeout: Toxic = {
  type: 'timeout',
  summary: 'Throws everything away, and ends the connection after a time without any.',
  source: 'a firewall that drops packets, a gateway that gives up on a silent connection',
  origin: 'toxiproxy',
  attributes: [
    known('timeout', 'millis', 'after how long without a chunk the connection ends; 0 never ends it'),
  ],
  example: { timeout: '10s' },
  room: 0,
  connect: 'pass',
  open: () => (port, attributes) => new TimeoutStage(port, attributes),
};

class TimeoutStage implements Stage {
  private readonly port: StagePort;
  private patience: Millis;
  private due: Millis;

  constructor(port: StagePort, attributes: Attributes) {
    this.port = port;
    this.patience = valueOf(attributes, 'timeout');
    this.due = this.restart();
  }

  take(): void {
    // The timer that runs finds out by itself that it was put off: a chatty sender costs no timers.
    if (this.patience > 0) this.due = this.port.now() + this.patience;
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
    this.patience = valueOf(attributes, 'timeout');
    this.due = this.restart();
  }

  remove(): 'end' {
    this.port.sleep();
    return 'end';
  }

  private restart(): Millis {
    const due = this.patience > 0 ? this.port.now() + this.patience : Number.POSITIVE_INFINITY;
    askFor(this.port, due);
    return due;
  }
}
