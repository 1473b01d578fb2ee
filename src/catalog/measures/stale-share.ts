/**
 * Serving an older answer instead of an error is good HTTP practice (RFC 5861). Unmarked ones are lies
 * and don't count here.
 */
import { classShare } from './derived/class-share.js';

export const staleShare = classShare({
  id: 'stale-share',
  title: 'saved answers',
  better: 'more',
  which: 'got an answer made earlier, marked as such',
  classes: ['stale'],
});
