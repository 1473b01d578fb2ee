/** The usual advice: an SDK with a timeout of three seconds. Above a third of the capacity it keeps an outage alive. */
import { HONEST, ONCE, type Policy } from '../policy.js';

export const timeout: Policy = {
  ...HONEST,
  id: 'timeout',
  summary: 'Two retries like an SDK, 3 s for each try, honest errors.',
  timeout: { after: 3_000, covers: 'answer' },
  retry: {
    ...ONCE,
    times: 2,
    wait: { kind: 'exponential', first: 500, factor: 2, cap: 8_000, jitter: { low: 0.75, high: 1 } },
    retryAfter: { kind: 'obeyed', upTo: 60_000, jitter: 0 },
    broken: true,
  },
};
