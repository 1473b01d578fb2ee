/** A loop round the call: nine retries without a pause, so a storm of ten calls a user. */
import { HONEST, ONCE, type Policy } from '../policy.js';

export const immediate: Policy = {
  ...HONEST,
  id: 'immediate',
  summary: 'Nine retries at once.',
  timeout: { after: 3_000, covers: 'answer' },
  retry: { ...ONCE, times: 9, broken: true },
};
