/** How much has to go wrong before a breaker opens: five in a row, or half of a window of ten seconds. */
import { howMany } from '../../kit/list.js';
import type { Scope } from '../../model/measurement.js';
import type { Millis } from '../../model/units.js';
import { breakerOf, type Breaker } from './derived/breaker.js';
import { whereJoined } from './correlation.js';
import type { Measure } from './measure.js';
import { isFailed } from './derived/outcome.js';
import { measured, unmeasured } from './reading.js';
import type { RecordView } from './view.js';

export const breakerFailures: Measure = {
  id: 'breaker-failures',
  title: 'failures until calls stop',
  definition:
    'Failed attempts that had ended, since the outage began, when the first user came for whom no call was made any more; what was still open then isn’t among them.',
  unit: 'count',
  better: 'less',
  distribution: false,
  phase: 'outage',
  timed: false,
  per: 'upstream',
  narrows: ['during', 'upstream'],
  measure: whereJoined((view, scope) => {
    const breaker = breakerOf(view, scope);
    if (breaker.is === 'untold') return unmeasured(breaker.because);
    if (breaker.is === 'closed') return unmeasured('the app never held its calls back');
    const { upstream, opens } = breaker.watch;
    const end = firstRefused(view, scope, breaker);
    const failed = howMany(
      view.attempts({ upstream }),
      (row) => row.ended >= opens && row.ended <= end && isFailed(row),
    );
    return measured(failed, null, failed);
  }),
};

function firstRefused(
  view: RecordView,
  { phase }: Scope,
  breaker: Breaker & { readonly is: 'open' },
): Millis {
  const { from, until, watch } = breaker;
  let first: Millis = Infinity;
  for (const { due, inbound } of view.responses({ phase })) {
    if (due < from || due >= until || due >= first) continue;
    if (!view.attemptsOf(inbound).some(({ upstream }) => upstream === watch.upstream)) first = due;
  }
  return first === Infinity ? from : first;
}
