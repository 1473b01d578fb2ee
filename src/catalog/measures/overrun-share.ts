/** Who waited longer than users are willing to, whatever came of it; how much longer is `lateness`. */
import { rowShare } from './derived/class-share.js';
import type { Measure } from './measure.js';

export const overrunShare: Measure = {
  ...rowShare({
    id: 'overrun-share',
    title: 'requests beyond their deadline',
    better: 'less',
    which: 'had not ended by their deadline',
    is: (row, view) => row.class === 'hang' || view.isLate(row),
  }),
  timed: true,
};
