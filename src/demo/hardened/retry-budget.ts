/**
 * Retries are paid for by calls: each call pays in a tenth, each retry costs one. So whatever happens,
 * retries add a tenth to the load, after the first few (Brooker, "Fixing retries with token buckets").
 */
const SHARE = 0.1;
const MOST = 5;

export class RetryBudget {
  private tokens = 1;

  called(): void {
    this.tokens = Math.min(MOST, this.tokens + SHARE);
  }

  /** Takes one where there is one. */
  take(): boolean {
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }
}
