/** The reference that users notice least: whatever the first provider does not answer, a second one does. */
import { HONEST, ONCE, type Policy } from '../policy.js';

export const breakerAndSecondProvider: Policy = {
  ...HONEST,
  id: 'breaker-and-second-provider',
  summary: 'A breaker, and a second provider for what the first did not answer.',
  timeout: { after: 3_000, covers: 'answer' },
  gate: { kind: 'breaker', failures: 5, reset: 2_000 },
  retry: { ...ONCE, times: 1, broken: true },
  failover: 'inline',
};
