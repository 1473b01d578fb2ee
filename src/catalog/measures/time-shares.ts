/** Whose a latency is: the time in which some attempt of it was open is the providers', the rest the app's. */
import type { AttemptRow, ResponseRow } from '../../model/event.js';
import type { Scope } from '../../model/measurement.js';
import type { Millis } from '../../model/units.js';
import type { RecordView } from './view.js';

export interface TimeShare {
  readonly providers: Millis;
  /** Ours is in it: what we need without an app is the run's floor. */
  readonly app: Millis;
}

/** Of whole responses; what a user gave up on has no end that could be shared out. */
export function timeShares(view: RecordView, scope: Partial<Scope>): readonly TimeShare[] {
  return view
    .responses(scope)
    .where(({ end }) => end === 'complete')
    .map((row) => {
      const providers = covered(view.attemptsOf(row.inbound), row);
      return { providers, app: Math.max(0, row.ended - row.due - providers) };
    });
}

/** Of the response's own time, however many attempts overlap. In the order of their starts. */
function covered(attempts: readonly AttemptRow[], { due, ended }: ResponseRow): Millis {
  let sum = 0;
  let until = due;
  for (const attempt of attempts) {
    const to = Math.min(ended, attempt.ended);
    const from = Math.max(until, attempt.started);
    if (to <= from) continue;
    sum += to - from;
    until = to;
  }
  return sum;
}
