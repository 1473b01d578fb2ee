/**
 * How much of an outage the second provider really takes over; 1 for a breaker with an inline failover.
 */
import { classShare } from './derived/class-share.js';

export const failoverCoverage = classShare({
  id: 'failover-coverage',
  title: 'requests answered by some provider',
  better: 'more',
  which: 'got a whole answer, whichever provider it came from',
  classes: ['full', 'alt'],
});
