/** Work that was put off: who was promised it, and when the provider did it. */
import type { Picked } from '../../../kit/list.js';
import type { ResponseRow } from '../../../model/event.js';
import type { Scope } from '../../../model/measurement.js';
import type { Millis } from '../../../model/units.js';
import { LOST_WORK, WAITING_WORK } from '../../answers/classify.js';
import { isFailed } from './outcome.js';
import type { RecordView } from '../view.js';

export function acceptedIn(view: RecordView, { phase, journey }: Scope): Picked<ResponseRow> {
  return view.keep(`accepted ${String(phase)} ${String(journey)}`, () =>
    view.responses({ phase, journey }).where((row) => wasTakenIn(view, row)),
  );
}

/** Acknowledged for later, whatever became of it. */
export function wasTakenIn(view: RecordView, row: ResponseRow): boolean {
  if (row.class === 'queued' || isLost(row)) return true;
  const isAnswer = row.class === 'full' || row.class === 'alt';
  return isAnswer && row.status === view.journey(row.journey)?.queued?.status;
}

export function isLost({ why }: ResponseRow): boolean {
  return why === LOST_WORK;
}

export interface Done {
  readonly due: Millis;
  /** Of the attempt that was answered. */
  readonly started: Millis;
  readonly ended: Millis;
}

/** Of those whose work was done, by a call that we saw, in the order in which they were due. */
export function doneIn(view: RecordView, scope: Scope): readonly Done[] {
  const { phase, journey } = scope;
  return view.keep(`done later ${String(phase)} ${String(journey)}`, () =>
    acceptedIn(view, scope)
      .where((row) => row.why !== WAITING_WORK && !isLost(row))
      .flatMap(({ inbound, due }) => {
        const answered = view.attemptsOf(inbound).filter((attempt) => !isFailed(attempt));
        const [first] = answered;
        const ended = answered.reduce((last, attempt) => Math.max(last, attempt.ended), 0);
        return first === undefined ? [] : [{ due, started: first.started, ended }];
      })
      .sort((a, b) => a.due - b.due || a.started - b.started),
  );
}
