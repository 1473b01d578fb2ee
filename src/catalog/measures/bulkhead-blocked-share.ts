/**
 * What a bulkhead of L turns away while calls hang for τ and λ users come a second is Erlang’s loss B(λτ, L),
 * whatever the law of how long they hang (Erlang, 1917).
 */
import type { Scope } from '../../model/measurement.js';
import type { Millis } from '../../model/units.js';
import { bulkheadOf, isTurnedAway } from './bulkhead-limit.js';
import { whereJoined } from './correlation.js';
import type { Measure } from './measure.js';
import { measured, ratio, secondsOf, unmeasured } from './reading.js';
import type { RecordView } from './view.js';

export const bulkheadBlockedShare: Measure = {
  id: 'bulkhead-blocked-share',
  title: 'users whom a bulkhead turned away',
  definition:
    'Share of the requests that need the model which got an error or a fixed text within 100 ms and without an attempt while nearly as many attempts as ever were in flight at the upstream that hung; of those that were due after the first hung attempt had ended and before the last had begun.',
  unit: 'ratio',
  better: 'less',
  distribution: false,
  phase: 'outage',
  timed: true,
  per: 'upstream',
  narrows: ['during', 'journey', 'upstream'],
  measure: whereJoined((view, scope) => {
    const bulkhead = bulkheadOf(view, scope);
    if (bulkhead.is === 'untold') return unmeasured(bulkhead.because);
    const { from, until } = settled(view, scope, bulkhead.upstream);
    const seconds = secondsOf(view, scope);
    let blocked = 0;
    let users = 0;
    for (const row of view.known(scope)) {
      if (row.due < from || row.due >= until) continue;
      const isBlocked = row.ended - row.due < AT_ONCE && isTurnedAway(view, row, bulkhead);
      users += 1;
      if (isBlocked) blocked += 1;
      seconds.add(row.due, isBlocked ? 1 : 0, 1);
    }
    if (users < FEWEST) return unmeasured('too few users came after the first hung call had ended');
    const bins = seconds.bins.filter(({ under }) => under > 0);
    return measured(blocked / users, ratio(view, 'bulkhead-blocked-share', bins), users);
  }),
};

const AT_ONCE = 100;
const FEWEST = 30;

/** Before the first has ended it fills up, and behind the last it runs empty. */
function settled(view: RecordView, scope: Scope, upstream: string): { from: Millis; until: Millis } {
  let from: Millis = Infinity;
  let until: Millis = -Infinity;
  for (const { outcome, started, ended } of view.attempts({ ...scope, upstream })) {
    if (outcome !== 'hang') continue;
    from = Math.min(from, ended);
    until = Math.max(until, started);
  }
  return { from, until };
}
