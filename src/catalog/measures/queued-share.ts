/**
 * Work that can wait is accepted with 202 and done when the provider is back. What was acknowledged and
 * then lost is a lie and doesn't count here.
 */
import { classShare } from './derived/class-share.js';

export const queuedShare = classShare({
  id: 'queued-share',
  title: 'requests put off',
  better: 'more',
  which: 'were acknowledged and done later',
  classes: ['queued'],
});
