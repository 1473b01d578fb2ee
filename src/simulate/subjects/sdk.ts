/** Defaults of the official OpenAI and Anthropic SDKs in 2026: three attempts, ten minutes each, until the head. */
import { NAIVE, ONCE, type Policy } from '../policy.js';

export const sdk: Policy = {
  ...NAIVE,
  id: 'sdk',
  summary: 'Two retries, 0.5 s and 1 s less up to a quarter, as the official SDKs do.',
  timeout: { after: 600_000, covers: 'head' },
  retry: {
    ...ONCE,
    times: 2,
    wait: { kind: 'exponential', first: 500, factor: 2, cap: 8_000, jitter: { low: 0.75, high: 1 } },
    retryAfter: { kind: 'obeyed', upTo: 60_000, jitter: 0 },
  },
};
