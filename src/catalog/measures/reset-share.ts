/**
 * The app went down with its dependency, or let the user's connection go with the provider's.
 */
import { classShare } from './derived/class-share.js';

export const resetShare = classShare({
  id: 'reset-share',
  title: 'connections cut off or refused',
  better: 'less',
  which: 'ended in a connection that was cut or refused',
  classes: ['reset'],
});
