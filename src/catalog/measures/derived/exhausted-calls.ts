/**
 * Calls that came to the end of their tries: the last one failed, and the app went on with something else at
 * once. Who leaves in the middle of a wait, or of an attempt, was stopped by a clock, which tells nothing of
 * how many tries there would have been.
 */
import type { List } from '../../../kit/list.js';
import type { AttemptRow } from '../../../model/event.js';
import type { Millis } from '../../../model/units.js';
import type { Call } from './calls.js';
import { hedgesOf } from './hedges.js';
import type { RecordView } from '../view.js';

const AT_ONCE: Millis = 100;
/** The caller is seen to hang up a moment after it has been answered elsewhere. */
const LATE: Millis = 50;

/** Without hedges, whose tries overlap. */
export function exhaustedOf(view: RecordView, calls: List<Call>): readonly Call[] {
  return calls.filter((call) => hasFailed(call) && hasGoneOn(view, call) && hedgesOf(call).length === 0);
}

/** Between one try and the next, in order. */
export function waitsIn({ attempts }: Call): readonly Millis[] {
  return attempts
    .slice(1)
    .map(({ started }, index) => Math.max(0, started - (attempts[index]?.ended ?? started)));
}

/** True where a wait was as long as Retry-After asked, or longer: then it is the provider's. */
export function isServerLed({ attempts }: Call): boolean {
  return attempts.some(({ retryAfter, ended }, index) => {
    const next = attempts[index + 1];
    if (retryAfter === null || next === undefined) return false;
    return next.started - ended >= retryAfter - Math.max(50, 0.02 * retryAfter);
  });
}

function hasFailed({ first, attempts }: Call): boolean {
  const last = attempts.at(-1) ?? first;
  if (last.outcome === 'ok' || last.outcome === 'slow' || last.endedBy === 'proxy') return false;
  // One try that is cut shorter than the first was: by a clock that runs for all of them.
  return last.endedBy !== 'subject' || lengthOf(last) >= 0.8 * lengthOf(first);
}

function hasGoneOn(view: RecordView, { inbound, first, attempts }: Call): boolean {
  const response = view.response(inbound);
  if (response?.end !== 'complete') return false;
  const { ended } = attempts.at(-1) ?? first;
  const others = view.attemptsOf(inbound).filter(({ call }) => call !== first.call);
  const next = others.find(({ started }) => started >= ended)?.started ?? response.ended;
  return next >= ended - LATE && next <= ended + AT_ONCE;
}

function lengthOf({ started, ended }: AttemptRow): Millis {
  return ended - started;
}
