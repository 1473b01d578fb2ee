/**
 * Every mock error carries a canary; a response that carries it too leaks the provider's text. Exact,
 * no classifier.
 */
import { classShare } from './derived/class-share.js';

export const rawErrorShare = classShare({
  id: 'raw-error-share',
  title: 'raw errors',
  better: 'less',
  which: 'got the error of the provider passed on, or one that the contract of the app does not know',
  classes: ['raw-error'],
});
