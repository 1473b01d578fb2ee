import type { Millis } from '../../model/units.js';

/** The time of a wire on which one piece is sent after another. Idle time earns no credit. */
export class Budget {
  private freeAt: Millis = Number.NEGATIVE_INFINITY;
  private rate = 0;

  /** When the piece will have been sent that could begin at `from`, at so many bytes a millisecond. */
  reserve(bytes: number, from: Millis): Millis {
    this.freeAt = Math.max(this.freeAt, from) + bytes / this.rate;
    return this.freeAt;
  }

  /** Whoever shares the wire says so too: only the first one to name a new rate voids what was reserved. */
  setRate(rate: number, now: Millis): void {
    if (rate === this.rate) return;
    this.rate = rate;
    this.freeAt = now;
  }

  get free(): Millis {
    return this.freeAt;
  }
}
