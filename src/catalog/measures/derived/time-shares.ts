/** Whose a latency is: the time in which some attempt of it was open is the providers', the rest the app's. */
import { numbersOf } from '../../../kit/list.js';
import type { AttemptRow, ResponseRow } from '../../../model/event.js';
import type { Scope } from '../../../model/measurement.js';
import type { Millis } from '../../../model/units.js';
import type { RecordView } from '../view.js';

/** One number for each whole response. */
export interface TimeShares {
  readonly providers: Float64Array;
  /** Ours is in it: what we need without an app is the run's floor. */
  readonly app: Float64Array;
}

/** Of whole responses; what a user gave up on has no end that could be shared out. */
export function timeShares(view: RecordView, scope: Partial<Scope>): TimeShares {
  const whole = view.responses(scope).where(({ end }) => end === 'complete');
  const providers = numbersOf(whole, (row) => covered(view.attemptsOf(row.inbound), row));
  const app = numbersOf(whole, ({ due, ended }) => ended - due);
  for (const [place, time] of providers.entries()) app[place] = Math.max(0, (app[place] ?? 0) - time);
  return { providers, app };
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
