/**
 * The watermark of a text answer: a header with a nonce, numbered words, and an end mark with the
 * nonce and the count of words. So a user's response alone tells whose answer it is and whether it is
 * whole. Plain letters, digits, `-`, `:` and `.`: safe in JSON, HTML, Markdown and SSE, with or without
 * the spaces between its pieces.
 */
import { hexOf } from '../../kit/hex.js';
import { randomOf } from '../../kit/random.js';

/** A stretch of an answer as it was found. The nonce is null where the text begins within one. */
export interface Segment {
  readonly nonce: string | null;
  readonly words: readonly number[];
  /** The count that its end mark states, or null without an end mark of the same nonce. */
  readonly counted: number | null;
}

export interface Watermark {
  /** Each once, in order of appearance. */
  readonly nonces: readonly string[];
  /** Numbers of the words in order of appearance. */
  readonly words: readonly number[];
  /** Nonces whose end mark is there. */
  readonly ended: readonly string[];
  readonly segments: readonly Segment[];
}

/** 16 hexadecimal digits: the attempt, scrambled by the seed, and a check of 32 bits. */
export function mintNonce(seed: number, attempt: number): string {
  const keys = keysOf(seed);
  return hexOf(scramble(attempt, keys.name)) + hexOf(scramble(attempt, keys.check));
}

/** Null where the nonce wasn't minted with this seed. */
export function attemptOf(seed: number, nonce: string): number | null {
  if (!/^[0-9a-f]{16}$/.test(nonce)) return null;
  const keys = keysOf(seed);
  const attempt = unscramble(Number.parseInt(nonce.slice(0, 8), 16), keys.name);
  return hexOf(scramble(attempt, keys.check)) === nonce.slice(8) ? attempt : null;
}

/** A text answer, and the tokens that it is made of. */
export interface Marked {
  readonly text: string;
  readonly pieces: readonly string[];
}

export function markedAnswer(nonce: string, words: number): Marked {
  learnWords(words);
  const [header, end] = [`bo${nonce}:`, ` bo${nonce}-end${words}.`];
  const pieces = known.words.slice(0, words);
  pieces.unshift(header);
  pieces.push(end);
  return { text: header + known.text.slice(0, known.ends[words]) + end, pieces };
}

export function readWatermark(text: string): Watermark {
  const segments: OpenSegment[] = [];
  const words: number[] = [];
  for (const match of text.matchAll(/wm(\d{4,7})|bo([0-9a-f]{16})(?:-end(\d{1,7}))?/g)) {
    const [, word, nonce, counted] = match;
    if (word !== undefined) {
      words.push(Number(word));
      currentOf(segments).words.push(Number(word));
    } else if (nonce !== undefined) {
      if (counted === undefined) segments.push({ nonce, words: [], counted: null });
      else close(segments, nonce, Number(counted));
    }
  }
  return { segments, words, nonces: noncesOf(segments), ended: noncesOf(segments.filter(isEnded)) };
}

/** True where nothing of it is missing, doubled or out of order. */
export function isWhole(segment: Segment): boolean {
  return (
    segment.nonce !== null &&
    segment.counted === segment.words.length &&
    isRun(segment) &&
    (segment.words[0] ?? 1) === 1
  );
}

/** True where its words follow each other, wherever it begins and ends. */
export function isRun({ words }: Segment): boolean {
  return words.every((word, index) => word === (words[0] ?? 1) + index);
}

interface OpenSegment {
  nonce: string | null;
  words: number[];
  counted: number | null;
}

function isEnded(segment: Segment): boolean {
  return segment.counted !== null;
}

// What follows an end mark without a header of its own is a segment whose beginning got lost.
function currentOf(segments: OpenSegment[]): OpenSegment {
  const last = segments.at(-1);
  if (last?.counted === null) return last;
  const lost: OpenSegment = { nonce: null, words: [], counted: null };
  segments.push(lost);
  return lost;
}

function close(segments: OpenSegment[], nonce: string, counted: number): void {
  const last = segments.at(-1);
  if (last?.counted === null && (last.nonce === nonce || last.nonce === null)) {
    // A beginning that got lost is shown by its first number.
    last.nonce = nonce;
    last.counted = counted;
  } else segments.push({ nonce, words: [], counted });
}

function noncesOf(segments: readonly Segment[]): readonly string[] {
  const nonces = new Set<string>();
  for (const segment of segments) if (segment.nonce !== null) nonces.add(segment.nonce);
  return [...nonces];
}

/** Every answer says the same words up to its length: they are written once, and cut from one text. */
const known = { words: [] as string[], text: '', ends: [0] };
const LEARNT_AT_ONCE = 512;

function learnWords(count: number): void {
  if (known.words.length >= count) return;
  const last = Math.ceil(count / LEARNT_AT_ONCE) * LEARNT_AT_ONCE;
  for (let next = known.words.length + 1; next <= last; next += 1) {
    const word = ` wm${String(next).padStart(4, '0')}`;
    known.words.push(word);
    known.ends.push((known.ends.at(-1) ?? 0) + word.length);
  }
  known.text = known.words.join('');
}

let lastKeys = { seed: Number.NaN, name: 0, check: 0 };

function keysOf(seed: number): { readonly name: number; readonly check: number } {
  if (lastKeys.seed !== seed) {
    const random = randomOf(seed).at('nonce');
    lastKeys = { seed, name: random.at('name').bits(), check: random.at('check').bits() };
  }
  return lastKeys;
}

const STEP = 0x9e3779b1;
const STEP_BACK = inverse(STEP);

// Every step can be undone: multiplication by an odd number, and x ^ (x >>> 16).
function scramble(value: number, key: number): number {
  let mixed = Math.imul(value ^ key, STEP);
  mixed = Math.imul(mixed ^ (mixed >>> 16), STEP) ^ key;
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

function unscramble(value: number, key: number): number {
  let mixed = Math.imul(value ^ (value >>> 16) ^ key, STEP_BACK);
  mixed = Math.imul(mixed ^ (mixed >>> 16), STEP_BACK);
  return (mixed ^ key) >>> 0;
}

// Newton's iteration for 1 / odd modulo 2^32 doubles the right bits each time.
function inverse(odd: number): number {
  let guess = odd;
  for (let step = 0; step < 5; step += 1) guess = Math.imul(guess, 2 - Math.imul(odd, guess));
  return guess;
}
