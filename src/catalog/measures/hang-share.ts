/**
 * Both official SDKs wait 10 minutes by default, and stop their clock once headers have arrived: a silent
 * provider becomes a silent app. What was still open at the end of the
 * run counts once it is older than four deadlines.
 */
import { classShare } from './derived/class-share.js';

export const hangShare = classShare({
  id: 'hang-share',
  title: 'users left hanging',
  better: 'less',
  which: 'never ended while the user waited, or fell silent in the middle',
  classes: ['hang'],
});
