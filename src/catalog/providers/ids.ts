/** Ids as vendors draw them: letters, digits and hexadecimals, the same for the same attempt. */
import type { Random } from '../../kit/random.js';

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const BASE = DIGITS.length;
/** As many digits as 32 bits fill evenly enough. */
const DIGITS_A_DRAW = 5;

export function drawnId(random: Random, name: string, length: number): string {
  const next = random.at(name).sequence();
  let id = '';
  while (id.length < length) {
    let left = Math.floor(next() * 4_294_967_296);
    for (let count = 0; count < DIGITS_A_DRAW && id.length < length; count += 1) {
      id += DIGITS.charAt(left % BASE);
      left = Math.floor(left / BASE);
    }
  }
  return id;
}

/** Of any length that is a multiple of eight. */
export function drawnHex(random: Random, name: string, length: number): string {
  const next = random.at(name).sequence();
  let hex = '';
  while (hex.length < length) hex += eightHex(Math.floor(next() * 4_294_967_296));
  return hex;
}

function eightHex(bits: number): string {
  return bits.toString(16).padStart(8, '0');
}
