/** What a window does, in a few words: of a status the number is what matters. */
import { figure, limit } from '../../kit/figures.js';
import type { AnyWindow, FaultWindow } from '../../model/plan.js';
import { stretch } from './words.js';

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

/** Where there is room, and no column beside it: `529, 60 % of the calls, 5 s on, 5 s off`. */
export function shareWords(window: AnyWindow): string {
  if ('toxic' in window)
    return said([
      window.toxic,
      window.toxicity === 1 ? '' : `${limit(window.toxicity)} of the connections`,
      window.connections === null ? '' : firstOf(window.connections, 'connection'),
    ]);
  const { from, to } = window.share;
  const share = from === to ? limit(to) : `${limit(from)} to ${limit(to)}`;
  return said([
    kindOf(window),
    from === 1 && to === 1 ? '' : `${share} of the calls`,
    scheduleWords(window),
    window.match.cohort === null ? '' : 'of the cohort alone',
  ]);
}

function scheduleWords({ schedule }: FaultWindow): string {
  switch (schedule.kind) {
    case 'constant':
      return '';
    case 'flapping':
      return `${stretch(schedule.on)} on, ${stretch(schedule.off)} off`;
    case 'burst':
      return `${stretch(schedule.for)} of every ${stretch(schedule.every)}`;
    case 'first':
      return firstOf(schedule.calls, 'call');
  }
}

function firstOf(count: number, what: string): string {
  return count === 1 ? `the first ${what}` : `the first ${figure(count)} ${what}s`;
}

function said(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(', ');
}

function kindOf({ fault, params }: FaultWindow): string {
  const status =
    typeof params === 'object' && params !== null && 'status' in params ? params['status'] : null;
  return fault === 'status' && typeof status === 'number' ? status.toString() : fault;
}
