/**
 * The steady state that an outage is held against: without it there is no baseline (Principles of
 * Chaos). Told by the watermark, so a 200 alone is no answer. Late ones count here;
 * `lateness` prices them.
 */
import { classShare } from './derived/class-share.js';

export const fullShare = classShare({
  id: 'full-share',
  title: 'full answers',
  better: 'more',
  which: 'got a whole answer of this request from the first provider',
  classes: ['full'],
});
