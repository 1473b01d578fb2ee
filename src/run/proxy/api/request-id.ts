import { randomFillSync } from 'node:crypto';

const DIGITS = '0123456789abcdefghijklmnopqrstuv';
const LENGTH = 20;

/** Chance is fetched for many at once: each fetch is dear. */
const pool = new Uint8Array(LENGTH * 256);
let used = pool.length;

/** 20 characters of 5 random bits. */
export function requestId(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  let id = '';
  for (const end = used + LENGTH; used < end; used += 1) id += DIGITS.charAt((pool[used] ?? 0) & 31);
  return id;
}
