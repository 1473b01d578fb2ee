/** Old answers that pass for new ones. */
import { HONEST, type Policy } from '../policy.js';

export const staleAsFresh: Policy = {
  ...HONEST,
  id: 'stale-as-fresh',
  summary: 'A breaker, and saved answers for everybody that are not marked.',
  timeout: { after: 3_000, covers: 'answer' },
  gate: { kind: 'breaker', failures: 5, reset: 2_000 },
  cache: { hits: 1, marked: false },
};
