/** How numbers are said, in every report alike. A score rounds down, so that 89.9 is no A. */
import type { Measurement, Unit } from '../../model/measurement.js';

const THIN = '\u202f';
const HARD = '\u00a0';

export function count(value: number): string {
  const digits = Math.round(value).toString();
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, THIN);
}

/** A share without decimals; never 0 or 100 when it isn't. */
export function share(value: number): string {
  if (value > 0 && value < 0.01) return `under 1${HARD}%`;
  if (value < 1 && value > 0.99) return `over 99${HARD}%`;
  return `${Math.round(value * 100)}${HARD}%`;
}

/** "436 of 632 (69 %)" */
export function shareOf(part: number, whole: number): string {
  if (whole === 0) return 'none';
  return `${count(part)} of ${count(whole)} (${share(part / whole)})`;
}

export function duration(ms: number): string {
  if (!Number.isFinite(ms)) return 'never';
  if (Math.abs(ms) < 1000) return `${Math.round(ms)}${HARD}ms`;
  const seconds = ms / 1000;
  return `${seconds < 100 ? seconds.toFixed(1) : count(seconds)}${HARD}s`;
}

/** Whole seconds where it is whole, for axes and phases. */
export function seconds(ms: number): string {
  const value = ms / 1000;
  return `${Number.isInteger(value) ? value : value.toFixed(1)}${HARD}s`;
}

export function points(value: number): string {
  return value.toFixed(1);
}

export function score(value: number): string {
  return Math.floor(value + 1e-9).toString();
}

export function interval(ends: readonly [number, number] | null): string {
  if (ends === null) return 'interval not known';
  return `95${HARD}% interval ${score(ends[0])} to ${score(ends[1])}`;
}

export function inUnit(value: number, unit: Unit): string {
  switch (unit) {
    case 'ms':
      return duration(value);
    case 'ratio':
      return share(value);
    case 'factor':
      return `${value.toFixed(value < 10 ? 2 : 1)}×`;
    case 'per-second':
      return `${value.toFixed(1)}/s`;
    case 'points':
      return points(value);
    case 'count':
    case 'tokens':
      return Number.isInteger(value) ? count(value) : value.toFixed(2);
  }
}

export function measured(measurement: Measurement): string {
  if (measurement.state === 'unmeasured') return `not known: ${measurement.because}`;
  return inUnit(measurement.value, measurement.unit);
}

/** Nothing that came from the subject may steer a terminal: control characters become a space. */
export function plain(text: string): string {
  return Array.from(text, (character) => (isControl(character) ? ' ' : character)).join('');
}

function isControl(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  const isBidi = (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
  return code < 0x20 || (code >= 0x7f && code <= 0x9f) || isBidi;
}
