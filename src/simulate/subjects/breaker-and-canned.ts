/** A fixed text for everybody, marked as one. */
import { HONEST, type Policy } from '../policy.js';

export const breakerAndCanned: Policy = {
  ...HONEST,
  id: 'breaker-and-canned',
  summary: 'A breaker, and a fixed text that says what it is.',
  timeout: { after: 3_000, covers: 'answer' },
  gate: { kind: 'breaker', failures: 5, reset: 2_000 },
  canned: { when: 'failure', marked: true },
};
