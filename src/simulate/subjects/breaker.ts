/** A breaker that fails fast and says so: contained and honest, but no answers. */
import { HONEST, type Policy } from '../policy.js';

export const breaker: Policy = {
  ...HONEST,
  id: 'breaker',
  summary: 'Opens after five failures, probes every 2 s, honest errors.',
  timeout: { after: 3_000, covers: 'answer' },
  gate: { kind: 'breaker', failures: 5, reset: 2_000 },
};
