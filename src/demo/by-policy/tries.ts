/** One try of one user: an attempt, a second one where it is hedged, and the timer that ends both. */
import type { Policy } from '../../simulate/policy.js';
import type { Dialect } from '../dialects.js';
import { attempt, type Read, type Wish } from './attempt.js';

export interface Try {
  readonly dialect: Dialect;
  readonly wish: Wish;
  readonly policy: Policy;
  /** False where the bulkhead is full. */
  enter(): boolean;
  leave(): void;
}

const TIMED_OUT: Read = { is: 'failure', failure: { kind: 'timeout' }, said: 'timed out' };

/** The first answer, or the last failure; null where the bulkhead let nobody in. */
export async function tryOnce(wanted: Try): Promise<Read | null> {
  if (!wanted.enter()) return null;
  return new Promise((resolve) => new Pair(wanted, resolve).begin());
}

class Pair {
  private readonly wanted: Try;
  private readonly resolve: (read: Read) => void;
  private readonly over = new AbortController();
  private open = 0;
  private isOver = false;
  private timer: NodeJS.Timeout | undefined;
  private hedge: NodeJS.Timeout | undefined;

  constructor(wanted: Try, resolve: (read: Read) => void) {
    this.wanted = wanted;
    this.resolve = resolve;
  }

  begin(): void {
    const { timeout, hedge } = this.wanted.policy;
    if (timeout !== null) this.timer = setTimeout(() => this.end(TIMED_OUT), timeout.after);
    if (hedge !== null) this.hedge = setTimeout(() => this.hedgeNow(), hedge);
    this.ask();
  }

  private hedgeNow(): void {
    if (this.wanted.enter()) this.ask();
  }

  private ask(): void {
    const { dialect, wish, policy } = this.wanted;
    const { signal } = this.over;
    const onHead = (): void => {
      if (policy.timeout?.covers === 'head') clearTimeout(this.timer);
    };
    this.open += 1;
    void attempt({ ...wish, dialect, reads: policy.reads, signal, onHead }).then((read) => this.ended(read));
  }

  /** The other one of a hedged pair may still come. */
  private ended(read: Read): void {
    if (this.isOver) return;
    this.leave();
    if (read.is === 'answer' || this.open === 0) this.end(read);
  }

  private end(read: Read): void {
    this.isOver = true;
    clearTimeout(this.timer);
    clearTimeout(this.hedge);
    while (this.open > 0) this.leave();
    this.over.abort();
    this.resolve(read);
  }

  private leave(): void {
    this.open -= 1;
    this.wanted.leave();
  }
}
