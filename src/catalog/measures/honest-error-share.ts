/**
 * A typed error of the team's own contract, without a word of the provider. Better than what follows,
 * worse than any answer.
 */
import { classShare } from './derived/class-share.js';

export const honestErrorShare = classShare({
  id: 'honest-error-share',
  title: 'honest errors',
  better: 'less',
  which: 'got an error in the words of the app',
  classes: ['honest-error'],
});
