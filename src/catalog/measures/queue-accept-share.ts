/** How much of the work a queue takes in; what it is full for has to be refused. */
import { rowShare } from './derived/class-share.js';
import { wasTakenIn } from './derived/deferred.js';

export const queueAcceptShare = rowShare({
  id: 'queue-accept-share',
  title: 'requests taken in for later',
  better: 'more',
  which: 'were acknowledged for later, whether they were done or not',
  is: (row, view) => wasTakenIn(view, row),
});
