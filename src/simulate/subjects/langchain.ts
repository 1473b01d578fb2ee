/** The AsyncCaller of LangChain core in 2026: 63 s to 126 s of waiting before it gives up. */
import { HONEST, ONCE, type Policy } from '../policy.js';

export const langchain: Policy = {
  ...HONEST,
  id: 'langchain',
  summary: 'Six retries after 1 s to 2 s, doubling; a 429 needs a hint.',
  retry: {
    ...ONCE,
    times: 6,
    wait: { kind: 'exponential', first: 1_000, factor: 2, cap: 1_000_000, jitter: { low: 1, high: 2 } },
    retryAfter: { kind: 'obeyed', upTo: 60_000, jitter: 0 },
    rateLimits: 'hinted',
  },
};
