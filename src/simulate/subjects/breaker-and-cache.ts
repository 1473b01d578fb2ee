/** Saved answers that say so, for those who ask what was asked before. */
import { HONEST, type Policy } from '../policy.js';

export const breakerAndCache: Policy = {
  ...HONEST,
  id: 'breaker-and-cache',
  summary: 'A breaker, and saved answers, marked, for 70 % of the users.',
  timeout: { after: 3_000, covers: 'answer' },
  gate: { kind: 'breaker', failures: 5, reset: 2_000 },
  cache: { hits: 0.7, marked: true },
};
