/** What a window does, in a few words: of a status the number is what matters. */
import { limit } from '../../kit/figures.js';
import type { AnyWindow, FaultWindow } from '../../model/plan.js';

/** `claude 529 60 %`, `gpt slow-first-token` */
export function windowWords(window: AnyWindow): string {
  return `${window.on} ${injuryWords(window)}`;
}

export function injuryWords(window: AnyWindow): string {
  if ('toxic' in window)
    return window.toxicity === 1 ? window.toxic : `${window.toxic} ${limit(window.toxicity)}`;
  const { from, to } = window.share;
  const kind = kindOf(window);
  if (from === 1 && to === 1) return kind;
  return from === to ? `${kind} ${limit(to)}` : `${kind} ${limit(from)} to ${limit(to)}`;
}

/** Where there is room, and no column beside it: `529, 60 % of the calls`. */
export function shareWords(window: AnyWindow): string {
  if ('toxic' in window)
    return window.toxicity === 1
      ? window.toxic
      : `${window.toxic}, ${limit(window.toxicity)} of the connections`;
  const { from, to } = window.share;
  const kind = kindOf(window);
  if (from === 1 && to === 1) return kind;
  const share = from === to ? limit(to) : `${limit(from)} to ${limit(to)}`;
  return `${kind}, ${share} of the calls`;
}

function kindOf({ fault, params }: FaultWindow): string {
  const status =
    typeof params === 'object' && params !== null && 'status' in params ? params['status'] : null;
  return fault === 'status' && typeof status === 'number' ? status.toString() : fault;
}
