/**
 * Ids as vendors draw them: letters, digits and hexadecimals, the same for the same attempt. Every
 * answer draws several, so digits are taken two at a time from a table, and several from one draw.
 */
import { hexOf } from '../../kit/hex.js';
import type { Random } from '../../kit/random.js';

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const PAIRS = pairsOf(DIGITS);

export function drawnId(random: Random, name: string, length: number): string {
  const next = random.at(name).sequence();
  let id = '';
  for (let at = 0; at < length; at += 4) {
    const place = Math.floor(next() * PAIRS.length ** 2);
    id += (PAIRS[Math.floor(place / PAIRS.length)] ?? '') + (PAIRS[place % PAIRS.length] ?? '');
  }
  return id.length === length ? id : id.slice(0, length);
}

export function drawnHex(random: Random, name: string, length: number): string {
  const next = random.at(name).sequence();
  let id = '';
  for (let at = 0; at < length; at += 8) id += hexOf(next() * 2 ** 32);
  return id.length === length ? id : id.slice(0, length);
}

function pairsOf(digits: string): readonly string[] {
  return Array.from(digits).flatMap((first) => Array.from(digits, (second) => first + second));
}
