/**
 * Two layers of retries told from nothing but the waits between tries. Taken are calls that all gave up after
 * the same number of tries, in rank order of their waits.
 *
 * - A *fall*: the wait after a longer one is shorter by more than 20 ms and a tenth, in so many more than half
 *   of the calls that chance is ruled out (3.5 deviations of a coin). One layer whose waits stay level or grow,
 *   with any jitter, falls in half of them at most; only what begins anew falls.
 * - A *period* m divides the tries. It repeats where the waits within each m tries have the same law as within
 *   the first m: by Kolmogorov and Smirnov, 20 ms and a tenth aside.
 *
 * Two layers: something falls, and exactly one period repeats of which neither the waits within it nor those
 * between its repetitions fall. One layer: nothing falls, and no period repeats (of a prime number of tries
 * there is none). Whatever else is seen, such as equal waits, could be either, and is not known.
 */
import type { Millis } from '../../../model/units.js';

export type Period =
  | { readonly kind: 'one' }
  /** Of so many tries, each of which is the inner layer's. */
  | { readonly kind: 'two'; readonly tries: number }
  | { readonly kind: 'unknown'; readonly because: string };

/** One list a call, all of them equally long. */
export function periodOfWaits(waits: readonly (readonly Millis[])[]): Period {
  const ranks = ranksOf(waits);
  const falls = fallsAmong(ranks);
  const repeating = dividersOf(ranks.length + 1).filter((tries) => isRepeated(ranks, tries));
  if (!falls) {
    return repeating.length === 0
      ? { kind: 'one' }
      : unknown('its waits could be those of one layer or of two');
  }
  const fitting = repeating.filter((tries) => !fallsWithin(ranks, tries));
  const [only] = fitting;
  if (only === undefined) return unknown('its waits get shorter again, but not as those of two layers do');
  if (fitting.length > 1) return unknown('its waits could be those of more than one pair of layers');
  return { kind: 'two', tries: only };
}

/** The waits before each retry, those of the first one first. */
type Rank = readonly Millis[];

const LEAST: Millis = 20;
const PART = 0.1;
const DEVIATIONS = 3.5;
/** Of the distance between two laws: beyond chance (1 in 1,000), and beyond what a busy machine does. */
const BY_CHANCE = 1.95;
const BY_NOISE = 0.25;

function ranksOf(waits: readonly (readonly Millis[])[]): readonly Rank[] {
  return (waits[0] ?? []).map((_, rank) => waits.map((call) => call[rank] ?? 0));
}

/** Those that leave at least two tries to each layer. */
export function dividersOf(tries: number): readonly number[] {
  return Array.from({ length: tries }, (_, index) => index + 1).filter(
    (each) => each > 1 && each < tries && tries % each === 0,
  );
}

function fallsWithin(ranks: readonly Rank[], tries: number): boolean {
  const isBetween = (index: number): boolean => (index + 1) % tries === 0;
  return fallsAmong(ranks.slice(0, tries - 1)) || fallsAmong(ranks.filter((_, index) => isBetween(index)));
}

function fallsAmong(ranks: readonly Rank[]): boolean {
  return ranks.some((rank, index) => index > 0 && doesFall(ranks[index - 1] ?? [], rank));
}

function doesFall(before: Rank, after: Rank): boolean {
  const shorter = before.filter((wait, call) => (after[call] ?? Infinity) < wait - marginOf(wait)).length;
  return shorter - before.length / 2 > (DEVIATIONS * Math.sqrt(before.length)) / 2;
}

function isRepeated(ranks: readonly Rank[], tries: number): boolean {
  return ranks.every((rank, index) => {
    const place = index % tries;
    return index < tries || place === tries - 1 || isSameLaw(ranks[place] ?? [], rank);
  });
}

function isSameLaw(a: Rank, b: Rank): boolean {
  const most = Math.max(BY_NOISE, BY_CHANCE * Math.sqrt(2 / Math.max(1, a.length)));
  return Math.max(earlier(a, b), earlier(b, a)) <= most;
}

/** How much more of `a` lies below some wait than of `b`, even if all of `b` came earlier by the margin. */
function earlier(a: Rank, b: Rank): number {
  const sorted = a.toSorted((x, y) => x - y);
  const others = b.toSorted((x, y) => x - y);
  let most = 0;
  let below = 0;
  sorted.forEach((wait, index) => {
    while (below < others.length && (others[below] ?? 0) <= wait + marginOf(wait)) below += 1;
    most = Math.max(most, (index + 1 - below) / sorted.length);
  });
  return most;
}

function marginOf(wait: Millis): Millis {
  return Math.max(LEAST, PART * wait);
}

function unknown(because: string): Period {
  return { kind: 'unknown', because };
}
