/** Attempts that were told when to come back, and whether the app did as it was told. */
import type { Picked } from '../../../kit/list.js';
import type { AttemptRow } from '../../../model/event.js';
import type { Scope } from '../../../model/measurement.js';
import type { Call } from './calls.js';
import type { RecordView } from '../view.js';

export interface AskedToWait {
  readonly attempt: AttemptRow;
  readonly asked: number;
  /** From the end of the refused attempt to the next of its call; null where none came. */
  readonly waited: number | null;
  readonly isEarly: boolean;
}

export function askedToWait(view: RecordView, scope: Partial<Scope>): readonly AskedToWait[] {
  return wereAsked(view, scope).flatMap(askedIn);
}

/** Most calls are never told to wait, and four measures ask. */
function wereAsked(
  view: RecordView,
  { phase = null, journey = null, upstream = null }: Partial<Scope>,
): Picked<Call> {
  return view.keep(`asked ${String(phase)} ${String(journey)} ${String(upstream)}`, () =>
    view
      .calls({ phase, journey, upstream })
      .where(({ attempts }) => attempts.some(({ retryAfter }) => retryAfter !== null)),
  );
}

/** What was on its way already when the answer came is a hedge: it could not obey. */
export function askedIn({ attempts }: Pick<Call, 'attempts'>): readonly AskedToWait[] {
  return attempts.flatMap((attempt, index): readonly AskedToWait[] => {
    const { retryAfter, ended, outcome } = attempt;
    if (retryAfter === null || outcome === 'ok') return [];
    const next = attempts.slice(index + 1).find(({ started }) => started >= ended);
    const waited = next === undefined ? null : next.started - ended;
    const isEarly = waited !== null && waited < retryAfter - slack(retryAfter);
    return [{ attempt, asked: retryAfter, waited, isEarly }];
  });
}

function slack(asked: number): number {
  return Math.max(50, 0.02 * asked);
}
