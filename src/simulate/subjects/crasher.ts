/** A process that dies of an unhandled rejection, and a supervisor that starts it again. */
import { NAIVE, type Policy } from '../policy.js';

export const crasher: Policy = {
  ...NAIVE,
  id: 'crasher',
  summary: 'Goes down with its first failed call, and is back 2 s later.',
  timeout: { after: 3_000, covers: 'answer' },
  dies: { backAfter: 2_000 },
};
