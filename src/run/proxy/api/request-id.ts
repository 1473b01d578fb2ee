import { randomBytes } from 'node:crypto';

const DIGITS = '0123456789abcdefghijklmnopqrstuv';

/** 96 bits in 20 characters. */
export function requestId(): string {
  const bits = [...randomBytes(12)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.padEnd(100, '0').match(/.{5}/g) ?? [])
    .map((five) => DIGITS[Number.parseInt(five, 2)])
    .join('');
}
