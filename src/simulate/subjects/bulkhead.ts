/** So many calls at once and no more: who finds them taken is told at once. */
import { HONEST, type Policy } from '../policy.js';

export const bulkhead: Policy = {
  ...HONEST,
  id: 'bulkhead',
  summary: 'At most 30 calls at once, 3 s each, honest errors.',
  timeout: { after: 3_000, covers: 'answer' },
  bulkhead: 30,
};
