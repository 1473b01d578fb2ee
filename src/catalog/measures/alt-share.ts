/**
 * What a failover is there for: OpenAI was away for 4 h 22 min on 11 December 2024.
 * Told by the letter in the watermark.
 */
import { classShare } from './derived/class-share.js';

export const altShare = classShare({
  id: 'alt-share',
  title: 'answers from a second provider',
  better: 'more',
  which: 'got a whole answer from another provider or model',
  classes: ['alt'],
});
