/** An error page that shows its surroundings, an API key among them. */
import { HONEST, type Policy } from '../policy.js';

export const leaker: Policy = {
  ...HONEST,
  id: 'leaker',
  summary: 'One try within 3 s, and an error with a key in it.',
  timeout: { after: 3_000, covers: 'answer' },
  failure: 'leak',
};
