/** Two layers that retry, each knowing nothing of the other: nine calls where all fail. */
import { HONEST, ONCE, type Policy } from '../policy.js';

export const nested: Policy = {
  ...HONEST,
  id: 'nested',
  summary: 'Two retries, and two more of all of that.',
  timeout: { after: 3_000, covers: 'answer' },
  retry: { ...ONCE, times: 2, broken: true },
  outer: { ...ONCE, times: 2, broken: true },
};
