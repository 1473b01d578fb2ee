/**
 * Everything that a user can't act on. Taken over all requests, not over the failed ones: turning an
 * honest error into an answer must not make it worse.
 */
import { classShare } from './derived/class-share.js';

export const dishonestShare = classShare({
  id: 'dishonest-share',
  title: 'failures that were not told honestly',
  better: 'less',
  which: 'ended in a raw error or worse: raw, cut off, left hanging or deceived',
  classes: ['raw-error', 'reset', 'hang', 'lie'],
});
