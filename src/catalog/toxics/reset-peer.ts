import type { Millis } from '../../model/units.js';
import { known, valueOf } from './attributes.js';
import type { Attributes, Stage, StagePort, Toxic } from './toxic.js';
import { askFor } from './waits.js';

/** A silent connection is left alone: the first chunk, or the end, sets it off. */
export const resetPeer: Toxic = {
  type: 'reset_peer',
  summary: 'Throws everything away, and resets the connection some time after the first byte.',
  source: 'a crashed process, a balancer that drops a busy connection: ECONNRESET',
  origin: 'toxiproxy',
  attributes: [known('timeout', 'millis', 'how long after the first chunk, or the end, the reset comes')],
  example: { timeout: '500ms' },
  room: 0,
  connect: 'pass',
  open: () => (port, attributes) => new ResetStage(port, attributes),
};

class ResetStage implements Stage {
  private readonly port: StagePort;
  private wait: Millis;
  private beganAt: Millis | null = null;

  constructor(port: StagePort, attributes: Attributes) {
    this.port = port;
    this.wait = valueOf(attributes, 'timeout');
  }

  take(): void {
    this.begin();
  }

  sourceEnded(): void {
    this.begin();
  }

  wake(): void {
    this.goOn();
  }

  held(): number {
    return 0;
  }

  update(attributes: Attributes): void {
    this.wait = valueOf(attributes, 'timeout');
    this.goOn();
  }

  /** Under way it can't be undone, so it comes at once. */
  remove(): 'pass' | 'end' {
    if (this.beganAt === null) return 'pass';
    this.port.reset();
    return 'end';
  }

  private begin(): void {
    if (this.beganAt !== null) return;
    this.beganAt = this.port.now();
    this.goOn();
  }

  private goOn(): void {
    if (this.beganAt === null) return;
    const due = this.beganAt + this.wait;
    if (this.port.now() < due) askFor(this.port, due);
    else this.port.reset();
  }
}
