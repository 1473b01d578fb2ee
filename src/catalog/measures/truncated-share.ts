/**
 * Half an answer, shown as a whole one: an SDK's stream that ends without its terminal event ends
 * normally (Anthropic's raw iterator). A part of `lie-share`: those for which a call
 * was cut.
 */
import { rowShare } from './derived/class-share.js';

export const truncatedShare = rowShare({
  id: 'truncated-share',
  title: 'half answers shown as whole ones',
  better: 'less',
  which: 'were a false success after a call that was cut',
  is: (row, view) =>
    row.class === 'lie' && view.attemptsOf(row.inbound).some(({ outcome }) => outcome === 'cut'),
});
