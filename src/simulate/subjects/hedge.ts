/** A second call while the first is late (Dean and Barroso, 2013), which doubles the load when all are late. */
import { HONEST, type Policy } from '../policy.js';

export const hedge: Policy = {
  ...HONEST,
  id: 'hedge',
  summary: 'A second call after 1 s, 3 s in all, honest errors.',
  timeout: { after: 3_000, covers: 'answer' },
  hedge: 1_000,
};
