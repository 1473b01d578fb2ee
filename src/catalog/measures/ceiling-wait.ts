/** What a limiter costs those whom it lets through: the queue in front of it. */
import type { Scope } from '../../model/measurement.js';
import type { Millis } from '../../model/units.js';
import { ceilingOf } from './derived/ceiling.js';
import type { Measure } from './measure.js';
import { quantileReading, type Times } from './derived/quantile.js';
import { unmeasured } from './reading.js';
import type { RecordView } from './view.js';

export const ceilingWait: Measure = {
  id: 'ceiling-wait',
  title: 'wait for a call under a ceiling',
  definition:
    'Time from the moment when a request was due until its first attempt began, of those that were due while calls a second were held at a ceiling; who got an end without an attempt isn’t among them. The median where no quantile is named.',
  unit: 'ms',
  better: 'less',
  distribution: true,
  phase: 'outage',
  timed: true,
  per: 'upstream',
  narrows: ['during', 'upstream'],
  measure: (view, scope, quantile) => {
    const ceiling = ceilingOf(view, scope);
    if (ceiling.is === 'unseen') return unmeasured(ceiling.because);
    const times = view.once('ceiling-wait', scope, () => waitsOf(view, scope, ceiling));
    return quantileReading(times, quantile ?? 0.5, 'nobody who came under the ceiling got a call');
  },
};

interface Under {
  readonly upstream: string;
  readonly opens: Millis;
  readonly closes: Millis;
}

function waitsOf(view: RecordView, scope: Scope, { upstream, opens, closes }: Under): Times {
  const [ended, running]: [number[], number[]] = [[], []];
  for (const row of view.responses({ phase: scope.phase, journey: scope.journey })) {
    if (row.due < opens || row.due >= closes) continue;
    const first = view.attemptsOf(row.inbound).find((attempt) => attempt.upstream === upstream);
    if (first !== undefined) ended.push(Math.max(0, first.started - row.due));
    else if (view.isOpen(row)) running.push(row.ended - row.due);
  }
  return { ended, running };
}
