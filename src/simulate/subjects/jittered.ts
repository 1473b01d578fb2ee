/** Full jitter as AWS described it: each wait is drawn evenly from nothing to the whole. */
import { HONEST, ONCE, type Policy } from '../policy.js';

export const jittered: Policy = {
  ...HONEST,
  id: 'jittered',
  summary: 'Two retries with full jitter, from 0.5 s on.',
  timeout: { after: 3_000, covers: 'answer' },
  retry: {
    ...ONCE,
    times: 2,
    wait: { kind: 'exponential', first: 500, factor: 2, cap: 8_000, jitter: { low: 0, high: 1 } },
    retryAfter: { kind: 'obeyed', upTo: 60_000, jitter: 1_000 },
    broken: true,
  },
};
