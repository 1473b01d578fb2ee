/** Attempts that were told when to come back, and whether the app did as it was told. */
import type { AttemptRow } from '../../model/event.js';
import type { Scope } from '../../model/measurement.js';
import type { RecordView } from './view.js';

export interface AskedToWait {
  readonly attempt: AttemptRow;
  readonly asked: number;
  /** From the end of the refused attempt to the next of its call; null where none came. */
  readonly waited: number | null;
  readonly isEarly: boolean;
}

export function askedToWait(view: RecordView, scope: Partial<Scope>): readonly AskedToWait[] {
  const asked: AskedToWait[] = [];
  for (const { attempts } of view.calls(scope)) {
    for (const [index, attempt] of attempts.entries()) {
      if (attempt.retryAfter === null || attempt.outcome === 'ok') continue;
      const next = attempts[index + 1];
      const waited = next === undefined ? null : next.started - attempt.ended;
      const isEarly = waited !== null && waited < attempt.retryAfter - slack(attempt.retryAfter);
      asked.push({ attempt, asked: attempt.retryAfter, waited, isEarly });
    }
  }
  return asked;
}

function slack(asked: number): number {
  return Math.max(50, 0.02 * asked);
}
