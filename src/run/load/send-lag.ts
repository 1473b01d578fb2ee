import { rankOf } from '../../kit/statistics.js';
import type { Millis } from '../../model/units.js';

/** Enough for eight seconds at 500 a second; of more, the newest count. */
const KEPT = 4_096;

/** How late we were ourselves: sent minus due. */
export class SendLag {
  private readonly kept = new Float64Array(KEPT);
  private count = 0;

  note(lag: Millis): void {
    this.kept[this.count % KEPT] = lag;
    this.count += 1;
  }

  /** 99th percentile since it was last taken. */
  take(): Millis {
    const lags = this.kept.slice(0, Math.min(this.count, KEPT)).sort();
    this.count = 0;
    return lags.length === 0 ? 0 : (lags[rankOf(0.99, lags.length) - 1] ?? 0);
  }
}
