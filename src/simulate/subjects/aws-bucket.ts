/** The standard mode of the AWS SDKs: a bucket that an outage empties once. */
import { HONEST, ONCE, type Policy } from '../policy.js';

export const awsBucket: Policy = {
  ...HONEST,
  id: 'aws-bucket',
  summary: 'Two retries from a bucket of 500, 5 each, 10 after a timeout.',
  timeout: { after: 3_000, covers: 'answer' },
  retry: {
    ...ONCE,
    times: 2,
    wait: { kind: 'exponential', first: 100, factor: 2, cap: 20_000, jitter: { low: 0, high: 1 } },
    broken: true,
  },
  budget: { kind: 'costed', holds: 500, cost: 5, timeoutCost: 10, perSuccess: 1 },
};
