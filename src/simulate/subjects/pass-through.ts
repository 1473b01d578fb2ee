/** The plainest app that does nothing wrong: whatever it measures is the upstream, not itself. */
import { HONEST, type Policy } from '../policy.js';

export const passThrough: Policy = {
  ...HONEST,
  id: 'pass-through',
  summary: 'One try within 3 s, and an honest error.',
  timeout: { after: 3_000, covers: 'answer' },
};
