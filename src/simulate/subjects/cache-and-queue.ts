/** Saved answers where there are any, and a promise that is kept for the rest. */
import { HONEST, type Policy } from '../policy.js';

export const cacheAndQueue: Policy = {
  ...HONEST,
  id: 'cache-and-queue',
  summary: 'A breaker, saved answers for 70 %, and a queue for the others.',
  timeout: { after: 3_000, covers: 'answer' },
  gate: { kind: 'breaker', failures: 5, reset: 2_000 },
  cache: { hits: 0.7, marked: true },
  queue: { holds: 10_000, perSecond: 40 },
};
