/** A budget that requests fund, as Finagle has it: retries help against rare errors, and end when all fails. */
import { HONEST, ONCE, type Policy } from '../policy.js';

export const budgeted: Policy = {
  ...HONEST,
  id: 'budgeted',
  summary: 'Two retries with full jitter, for one request in ten at most.',
  timeout: { after: 3_000, covers: 'answer' },
  retry: {
    ...ONCE,
    times: 2,
    wait: { kind: 'exponential', first: 500, factor: 2, cap: 8_000, jitter: { low: 0, high: 1 } },
    retryAfter: { kind: 'obeyed', upTo: 60_000, jitter: 1_000 },
    broken: true,
  },
  budget: { kind: 'request-funded', ratio: 0.1, perSecond: 0, holds: 10 },
};
