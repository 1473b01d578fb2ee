/** Numbers as people read them: a share never rounds to 0 or 100 % when it isn't, a factor says ×. */

const THIN = '\u202f';
const HARD = '\u00a0';

export function figure(value: number): string {
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+(?!\d))/g, THIN);
}

export function percent(share: number): string {
  if (share > 0 && share < 0.01) return `under 1${HARD}%`;
  if (share < 1 && share > 0.99) return `over 99${HARD}%`;
  return `${Math.round(share * 100)}${HARD}%`;
}

/** A limit is exact: 0.1 % stays 0.1 %. */
export function limit(share: number): string {
  return `${Number((share * 100).toPrecision(3))}${HARD}%`;
}

/** "436 of 632 (69 %)" */
export function partOf(part: number, whole: number): string {
  return whole === 0 ? '0 of 0' : `${figure(part)} of ${figure(whole)} (${percent(part / whole)})`;
}

export function span(ms: number): string {
  if (Math.abs(ms) < 1000) return `${Math.round(ms)}${HARD}ms`;
  const seconds = ms / 1000;
  const text = Number.isInteger(seconds) || seconds >= 100 ? figure(seconds) : seconds.toFixed(1);
  return `${text}${HARD}s`;
}

export function factor(value: number): string {
  return `${value.toFixed(1)}×`;
}

/** Calls a request and the like. */
export function rate(value: number): string {
  return value.toFixed(2);
}

export function counted(value: number, one: string, many: string): string {
  return `${figure(value)} ${value === 1 ? one : many}`;
}
