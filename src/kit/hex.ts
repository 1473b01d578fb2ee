const PAIRS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Of 32 bits, always eight digits; from a table, since every answer of a mock has several. */
export function hexOf(value: number): string {
  return pair(value >>> 24) + pair(value >>> 16) + pair(value >>> 8) + pair(value);
}

function pair(value: number): string {
  return PAIRS[value & 0xff] ?? '';
}
