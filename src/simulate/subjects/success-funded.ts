/** A budget that successes fund (Brooker, 2022): above a tenth of errors there is nothing left to spend. */
import { HONEST, ONCE, type Policy } from '../policy.js';

export const successFunded: Policy = {
  ...HONEST,
  id: 'success-funded',
  summary: 'Two retries, paid for by successes, a tenth each.',
  timeout: { after: 3_000, covers: 'answer' },
  retry: { ...ONCE, times: 2, broken: true },
  budget: { kind: 'success-funded', perSuccess: 0.1, holds: 10 },
};
