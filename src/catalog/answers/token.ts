/**
 * A question's token: 16 lowercase letters that name the user who asked. It lives through prompt
 * templates, JSON in JSON and most tokenizers; the last 4 letters are a checksum, so that one word of
 * prose in 457,000 is mistaken for it.
 */
import type { Random } from '../../kit/random.js';

const LENGTH = 16;
const FREE = 12;
const FIRST_LETTER = 97;
const LETTERS = 26;
const SUMS = LETTERS ** (LENGTH - FREE);
/** A longer run of letters is no text that anyone glued a token to. */
const LONGEST_RUN = 64;

export function mintToken(random: Random): string {
  const free = letters(random.at(0).bits(), 6) + letters(random.at(1).bits(), 6);
  return free + letters(sumOf(free, 0), LENGTH - FREE);
}

/** In order of appearance, repeats included. */
export function tokensIn(text: string): readonly string[] {
  const found: string[] = [];
  let start = 0;
  // Looks at every 16th letter only, as long as no run of 16 letters can lie there.
  while (start + LENGTH <= text.length) {
    const gap = lastGap(text, start, start + LENGTH);
    if (gap >= 0) {
      start = gap + 1;
      continue;
    }
    const end = endOfRun(text, start);
    if (end - start <= LONGEST_RUN) collect(text, start, end, found);
    start = end + 1;
  }
  return found;
}

function collect(text: string, start: number, end: number, found: string[]): void {
  for (let at = start; at + LENGTH <= end; at += 1) {
    if (!isTokenAt(text, at)) continue;
    found.push(text.slice(at, at + LENGTH));
    at += LENGTH - 1;
  }
}

function lastGap(text: string, from: number, to: number): number {
  for (let at = to - 1; at >= from; at -= 1) if (!isLetter(text.charCodeAt(at))) return at;
  return -1;
}

function endOfRun(text: string, from: number): number {
  let at = from;
  while (at < text.length && isLetter(text.charCodeAt(at))) at += 1;
  return at;
}

function isLetter(code: number): boolean {
  return code >= FIRST_LETTER && code < FIRST_LETTER + LETTERS;
}

function isTokenAt(text: string, start: number): boolean {
  let sum = sumOf(text, start);
  for (let at = start + FREE; at < start + LENGTH; at += 1) {
    if (text.charCodeAt(at) !== FIRST_LETTER + (sum % LETTERS)) return false;
    sum = Math.floor(sum / LETTERS);
  }
  return true;
}

function sumOf(text: string, start: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < start + FREE; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return ((hash ^ (hash >>> 13)) >>> 0) % SUMS;
}

function letters(value: number, count: number): string {
  let left = value;
  let text = '';
  for (let index = 0; index < count; index += 1) {
    text += String.fromCharCode(FIRST_LETTER + (left % LETTERS));
    left = Math.floor(left / LETTERS);
  }
  return text;
}
