/** A success without an answer, at once: every graph is green and no user is served. */
import { HONEST, type Policy } from '../policy.js';

export const liar: Policy = {
  ...HONEST,
  id: 'liar',
  summary: 'A breaker, and 200 with nothing in it.',
  timeout: { after: 3_000, covers: 'answer' },
  gate: { kind: 'breaker', failures: 5, reset: 2_000 },
  failure: 'empty-success',
};
