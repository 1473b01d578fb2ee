/**
 * The classes as they are drawn: like those of the record, but a full answer after its deadline is "late",
 * and whoever still waited when the run ended, too briefly to be called left hanging, was not cut off.
 */
import type { ResponseRow } from '../../model/event.js';
import type { Journey } from '../../model/scenario.js';

export const DRAWN = [
  { id: 'full', title: 'full answer', short: 'full', shade: '█', letter: 'F' },
  { id: 'alt', title: 'second provider', short: '2nd prov.', shade: '▓', letter: 'A' },
  { id: 'stale', title: 'saved answer', short: 'saved', shade: '▒', letter: 'S' },
  { id: 'late', title: 'late answer', short: 'late', shade: '░', letter: 'L' },
  { id: 'queued', title: 'queued', short: 'queued', shade: 'q', letter: 'Q' },
  { id: 'static', title: 'fixed text', short: 'fixed', shade: 't', letter: 'T' },
  { id: 'partial', title: 'part of an answer, marked', short: 'part', shade: 'p', letter: 'P' },
  { id: 'honest-error', title: 'honest error', short: 'honest', shade: 'h', letter: 'h' },
  { id: 'raw-error', title: 'raw error', short: 'raw error', shade: 'x', letter: 'x' },
  { id: 'reset', title: 'cut off', short: 'cut off', shade: '/', letter: '/' },
  { id: 'open', title: 'still waiting at the end', short: 'waiting', shade: '?', letter: '?' },
  { id: 'hang', title: 'left hanging', short: 'hanging', shade: '~', letter: '~' },
  { id: 'lie', title: 'false success', short: 'false', shade: '!', letter: '!' },
] as const;

export type DrawnId = (typeof DRAWN)[number]['id'];

export function drawnOf(row: ResponseRow, deadline: number): DrawnId {
  if (wasStillWaiting(row)) return 'open';
  const isAnswer = row.class === 'full' || row.class === 'alt';
  return isAnswer && row.ended - row.due > deadline ? 'late' : row.class;
}

export function wasStillWaiting(row: ResponseRow): boolean {
  return row.end === 'censored' && row.class === 'reset';
}

export function deadlines(journeys: readonly Journey[]): ReadonlyMap<string, number> {
  return new Map(journeys.map((journey) => [journey.name, journey.deadline]));
}

/** In time: an answer of any kind that the user could use before the deadline. */
export function isInTime(id: DrawnId): boolean {
  return id === 'full' || id === 'alt' || id === 'stale';
}
