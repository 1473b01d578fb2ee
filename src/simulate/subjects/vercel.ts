/** Waits of the Vercel AI SDK in 2026, which have no jitter. */
import { HONEST, ONCE, type Policy } from '../policy.js';

export const vercel: Policy = {
  ...HONEST,
  id: 'vercel',
  summary: 'Two retries after exactly 2 s and 4 s, 3 s for each try.',
  timeout: { after: 3_000, covers: 'answer' },
  retry: {
    ...ONCE,
    times: 2,
    wait: { kind: 'steps', steps: [2_000, 4_000] },
    retryAfter: { kind: 'obeyed', upTo: 60_000, jitter: 0 },
    broken: true,
  },
};
