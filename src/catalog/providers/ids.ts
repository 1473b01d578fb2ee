/**
 * Ids as vendors draw them: letters, digits and hexadecimals, the same for the same attempt. Every
 * answer draws several, so two digits are taken at a time from a table.
 */
import type { Random } from '../../kit/random.js';

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const PAIRS = pairsOf(DIGITS);
const HEX_PAIRS = pairsOf('0123456789abcdef');

export function drawnId(random: Random, name: string, length: number): string {
  return drawn(random.at(name), PAIRS, length);
}

export function drawnHex(random: Random, name: string, length: number): string {
  return drawn(random.at(name), HEX_PAIRS, length);
}

function drawn(random: Random, pairs: readonly string[], length: number): string {
  const next = random.sequence();
  let id = '';
  for (let at = 0; at < length; at += 2) id += pairs[Math.floor(next() * pairs.length)] ?? '';
  return length % 2 === 0 ? id : id.slice(0, length);
}

function pairsOf(digits: string): readonly string[] {
  return Array.from(digits).flatMap((first) => Array.from(digits, (second) => first + second));
}
