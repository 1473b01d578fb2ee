/**
 * "Left hanging or worse", for points and ceilings: so a better response never lowers a score, as the
 * dominance axiom asks.
 */
import { classShare } from './derived/class-share.js';

export const hangOrWorseShare = classShare({
  id: 'hang-or-worse-share',
  title: 'users left hanging or deceived',
  better: 'less',
  which: 'never ended while the user waited, or were a false success',
  classes: ['hang', 'lie'],
});
