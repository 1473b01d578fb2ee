/** Everything is put off, and done when the provider is back. */
import { HONEST, type Policy } from '../policy.js';

export const queue: Policy = {
  ...HONEST,
  id: 'queue',
  summary: 'A breaker, and a queue of 10,000 that drains at 40 a second.',
  timeout: { after: 3_000, covers: 'answer' },
  gate: { kind: 'breaker', failures: 5, reset: 2_000 },
  queue: { holds: 10_000, perSecond: 40 },
};
