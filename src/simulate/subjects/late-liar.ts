/** An error that was caught and became an empty success. */
import { HONEST, type Policy } from '../policy.js';

export const lateLiar: Policy = {
  ...HONEST,
  id: 'late-liar',
  summary: 'One try, and 200 with nothing in it where that failed.',
  timeout: { after: 3_000, covers: 'answer' },
  failure: 'empty-success',
};
