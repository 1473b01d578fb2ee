/**
 * "Cut off or worse", for the ceiling: so a better response never lowers a score, as the dominance axiom
 * asks.
 */
import { classShare } from './derived/class-share.js';

export const resetOrWorseShare = classShare({
  id: 'reset-or-worse-share',
  title: 'requests without any response',
  better: 'less',
  which: 'were cut off, left hanging or deceived',
  classes: ['reset', 'hang', 'lie'],
});
