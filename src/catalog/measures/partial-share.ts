/**
 * A stream that broke and said so. The same words without the marker are a lie: see `truncated-share`.
 */
import { classShare } from './derived/class-share.js';

export const partialShare = classShare({
  id: 'partial-share',
  title: 'parts of an answer',
  better: 'more',
  which: 'got a part of the answer, marked as incomplete',
  classes: ['partial'],
});
