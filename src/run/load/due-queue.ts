import type { Clock, Millis } from '../../model/units.js';

export interface Dues {
  readonly count: number;
  /** Ascending. */
  readonly dueOf: (index: number) => Millis;
}

/** What is still to be sent, in the order in which it is due. Nothing leaves early, nothing leaves twice. */
export class DueQueue {
  private readonly dues: Dues;
  private next = 0;

  constructor(dues: Dues) {
    this.dues = dues;
  }

  /** When the next one is due; null when all have left. */
  get nextDue(): Millis | null {
    return this.next < this.dues.count ? this.dues.dueOf(this.next) : null;
  }

  /** Sends all that is due; what falls due meanwhile goes along. */
  sendDue(clock: Clock, send: (index: number) => void): void {
    while (this.next < this.dues.count && this.dues.dueOf(this.next) <= clock.now()) {
      const index = this.next;
      this.next += 1;
      send(index);
    }
  }
}
