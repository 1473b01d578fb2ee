/** What is written first: one call, no end to its patience, and the provider's words for the user. */
import { NAIVE, type Policy } from '../policy.js';

export const noRetry: Policy = {
  ...NAIVE,
  id: 'no-retry',
  summary: 'One try, no timeout, errors shown as they are.',
};
