/** The retry throttling of gRPC A6: every failure costs a token, and below half nobody retries. */
import { HONEST, ONCE, type Policy } from '../policy.js';

export const grpcThrottle: Policy = {
  ...HONEST,
  id: 'grpc-throttle',
  summary: 'Four retries while more than half of ten tokens are left.',
  timeout: { after: 3_000, covers: 'answer' },
  retry: {
    ...ONCE,
    times: 4,
    wait: { kind: 'exponential', first: 100, factor: 2, cap: 1_000, jitter: { low: 0, high: 1 } },
    broken: true,
  },
  budget: { kind: 'halved', max: 10, ratio: 0.1 },
};
