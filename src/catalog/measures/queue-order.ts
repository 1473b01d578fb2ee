/** First come, first served: a stack would serve the newest, and whoever came first would wait longest. */
import { doneIn } from './derived/deferred.js';
import type { Measure } from './measure.js';
import { share, unmeasured } from './reading.js';

export const queueOrder: Measure = {
  id: 'queue-order',
  title: 'work done in the order of its coming',
  definition:
    'Share of the neighbours, in the order in which they were due, of the requests acknowledged for later and done, of whom the earlier one’s answered call began first; 1 for a queue, 0 for a stack, a half where chance decides.',
  unit: 'ratio',
  better: 'more',
  distribution: false,
  phase: 'outage',
  timed: false,
  per: 'journey',
  narrows: ['during', 'journey'],
  needs: ['queue'],
  measure: (view, scope) => {
    const done = doneIn(view, scope);
    if (done.length <= FEWEST) return unmeasured('too little acknowledged work was done to tell its order');
    let kept = 0;
    for (let place = 1; place < done.length; place += 1)
      if ((done[place - 1]?.started ?? 0) <= (done[place]?.started ?? 0)) kept += 1;
    return share(kept, done.length - 1);
  },
};

const FEWEST = 20;
