/** Tokens that a model wrote when the user who had asked was gone. */
import type { AttemptRow } from '../../../model/event.js';
import type { Millis } from '../../../model/units.js';
import type { RecordView } from '../view.js';

/** The last words of an answer and the end of the call behind it cross on their way. */
const CROSSING = 50;

/** Null where it can't be told: the attempt went on after the user had gone, and nobody noted when it began to write. */
export function orphanedIn(view: RecordView, attempt: AttemptRow): number | null {
  const gone = goneAt(view, attempt);
  if (attempt.tokensOut === 0 || gone === null || attempt.ended <= gone) return 0;
  if (attempt.started >= gone) return attempt.tokensOut;
  const { firstToken } = attempt;
  if (firstToken === null) return null;
  if (firstToken >= gone) return attempt.tokensOut;
  const last = lastToken(view, attempt, firstToken);
  return last <= gone ? 0 : attempt.tokensOut * ((last - gone) / (last - firstToken));
}

/** What hangs has stopped writing long before its end: then the upstream's slowest pace says when. */
function lastToken(view: RecordView, attempt: AttemptRow, firstToken: Millis): Millis {
  const upstream = view.record.plan.upstreams.find(({ name }) => name === attempt.upstream);
  if (attempt.outcome !== 'hang' || upstream === undefined) return attempt.ended;
  return Math.min(attempt.ended, firstToken + (1000 * attempt.tokensOut) / upstream.model.speed.low);
}

/** When the last of those who asked had got an end; null while that isn't known, or they come back for it. */
function goneAt(view: RecordView, { inbound, also }: AttemptRow): Millis | null {
  let gone: Millis | null = null;
  for (const one of [inbound, ...also]) {
    const row = one === null ? undefined : view.response(one);
    if (row?.end === 'censored' || row?.class === 'queued') return null;
    if (row !== undefined) gone = Math.max(gone ?? row.ended, row.ended);
  }
  return gone === null ? null : gone + CROSSING;
}
