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
  return `${figure(share * 100)}${HARD}%`;
}

/** A limit is exact: 0.1 % stays 0.1 %. */
export function limit(share: number, bound = share): string {
  return `${apart(share * 100, bound * 100, (value, digits) => Number(value.toPrecision(3 + digits)).toString())}${HARD}%`;
}

/** With more digits where fewer would have it look like the bound that it isn't. */
function apart(value: number, bound: number, say: (value: number, more: number) => string): string {
  const more = value === bound ? 0 : [0, 1, 2].find((digits) => say(value, digits) !== say(bound, digits));
  return say(value, more ?? 3);
}

/** "436 of 632 (69 %)" */
export function partOf(part: number, whole: number): string {
  return whole === 0 ? '0 of 0' : `${figure(part)} of ${figure(whole)} (${percent(part / whole)})`;
}

export function span(ms: number, bound = ms): string {
  const [told, other] = [spanOf(ms), spanOf(bound)];
  // "3.0 s" beside a bound of "3 s" looks like it.
  const isAlike =
    ms !== bound && parseFloat(told) === parseFloat(other) && told.slice(-2) === other.slice(-2);
  return isAlike ? `${figure(ms)}${HARD}ms` : told;
}

function spanOf(ms: number): string {
  if (Math.abs(ms) < 1000) return `${Math.round(ms)}${HARD}ms`;
  const seconds = ms / 1000;
  const text = Number.isInteger(seconds) || seconds >= 100 ? figure(seconds) : seconds.toFixed(1);
  return `${text}${HARD}s`;
}

export function factor(value: number): string {
  return `${value.toFixed(1)}×`;
}

/** Calls a request and the like. */
export function rate(value: number, bound = value): string {
  return apart(value, bound, (one, more) => one.toFixed(2 + more));
}

export function counted(value: number, one: string, many: string): string {
  return `${figure(value)} ${value === 1 ? one : many}`;
}
