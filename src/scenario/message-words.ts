/** What messages have in common: a guess, a value, a line that stays short. */
import { numberWords } from '../catalog/quantity.js';
import { nearest } from '../kit/nearest.js';

/** A hint, if anything is near; none is better than a wild guess. */
export function didYouMean(word: string, candidates: readonly string[]): readonly string[] {
  const meant = nearest(word, candidates);
  return meant === null || meant === word ? [] : [`did you mean "${meant}"?`];
}

const LONGEST_MESSAGE = 240;

/** A name in it may be a page long. */
export function clipped(message: string): string {
  return message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE)}…` : message;
}

/** What was found, short enough for a line. */
export function found(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'keys and values';
  const said = typeof value === 'number' ? numberWords(value) : JSON.stringify(value);
  return said.length > 60 ? `${said.slice(0, 57)}…"` : said;
}
