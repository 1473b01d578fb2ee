/** A hedge whose loser runs on is paid twice, and holds a place at the provider for nobody. */
import type { AttemptRow } from '../../model/event.js';
import type { Call } from './derived/calls.js';
import { hedgesOf } from './derived/hedges.js';
import type { Measure } from './measure.js';
import { isFailed } from './derived/outcome.js';
import { share, unmeasured } from './reading.js';

export const loserCancelled: Measure = {
  id: 'loser-cancelled',
  title: 'losers of a hedge that were cancelled',
  definition:
    'Of the attempts that were still open when another of their hedged call had been answered, the share whose connection the app closed within 1 s. Those that failed by themselves, or ended in the same moment, don’t count.',
  unit: 'ratio',
  better: 'more',
  distribution: false,
  phase: 'outage',
  timed: true,
  per: 'upstream',
  narrows: ['during', 'journey', 'upstream'],
  measure: (view, scope) => {
    let hedged = 0;
    let losers = 0;
    let cancelled = 0;
    for (const call of view.calls(scope)) {
      if (hedgesOf(call).length === 0) continue;
      hedged += 1;
      for (const fate of losersOf(call)) {
        losers += 1;
        if (fate === 'cancelled') cancelled += 1;
      }
    }
    if (hedged === 0) return unmeasured('no call was hedged');
    if (losers === 0) return unmeasured('no hedged call had a winner while another attempt was open');
    return share(cancelled, losers);
  },
};

const SOON = 1_000;
/** The end of an answer and of the call beside it cross on their way. */
const CROSSING = 50;

type Fate = 'cancelled' | 'ran on';

function losersOf({ attempts }: Call): readonly Fate[] {
  const [winner] = attempts.filter((row) => !isFailed(row)).sort((a, b) => a.ended - b.ended || a.id - b.id);
  if (winner === undefined) return [];
  return attempts
    .filter(({ id, started }) => id !== winner.id && started < winner.ended)
    .flatMap((row) => fateOf(row, row.ended - winner.ended) ?? []);
}

/** Null where it had ended before, or can't be told. */
function fateOf(row: AttemptRow, after: number): Fate | null {
  if (row.endedBy === 'subject' && after >= -CROSSING && after <= SOON) return 'cancelled';
  if (after > SOON) return 'ran on';
  return after > CROSSING && !isFailed(row) ? 'ran on' : null;
}
