/** What most teams end up with: retries for what is rare, a breaker for what is not. */
import { HONEST, ONCE, type Policy } from '../policy.js';

export const breakerAndRetry: Policy = {
  ...HONEST,
  id: 'breaker-and-retry',
  summary: 'A breaker, and two retries with full jitter.',
  timeout: { after: 3_000, covers: 'answer' },
  gate: { kind: 'breaker', failures: 5, reset: 2_000 },
  retry: {
    ...ONCE,
    times: 2,
    wait: { kind: 'exponential', first: 500, factor: 2, cap: 8_000, jitter: { low: 0, high: 1 } },
    broken: true,
  },
};
