/** Counts as rows come in, so that whoever asks needs no row. */
import type { AttemptRow, ResponseEnd, ResponseRow } from '../../model/event.js';
import type { Counts } from '../../model/record.js';

export interface Tally {
  response(row: ResponseRow): void;
  attempt(row: AttemptRow): void;
  counts(): Counts;
  duplicates(): number;
}

export function emptyTally(): Tally {
  return new RowTally();
}

class RowTally implements Tally {
  private readonly ends: Record<ResponseEnd, number> = {
    complete: 0,
    aborted: 0,
    refused: 0,
    reset: 0,
    deadline: 0,
    censored: 0,
    unsent: 0,
  };
  private rows = 0;
  private attempts = 0;
  private joined = 0;
  private twice = 0;
  /** One bit for each inbound that has its row. */
  private seen = new Uint8Array(1_024);

  response(row: ResponseRow): void {
    this.rows += 1;
    this.ends[row.end] += 1;
    this.mark(row.inbound);
  }

  attempt(row: AttemptRow): void {
    this.attempts += 1;
    if (row.inbound !== null) this.joined += 1;
  }

  counts(): Counts {
    return { scheduled: this.rows, ...this.ends, attempts: this.attempts, joined: this.joined };
  }

  duplicates(): number {
    return this.twice;
  }

  private mark(inbound: number): void {
    const at = inbound >>> 3;
    const bit = 1 << (inbound & 7);
    if (at >= this.seen.length) {
      const grown = new Uint8Array(Math.max(at + 1, this.seen.length * 2));
      grown.set(this.seen);
      this.seen = grown;
    }
    const before = this.seen[at] ?? 0;
    if ((before & bit) !== 0) this.twice += 1;
    this.seen[at] = before | bit;
  }
}
