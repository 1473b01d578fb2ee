import { formatDuration } from '../catalog/quantities.js';
import type { Json, Range } from '../model/units.js';

export function shareWords(share: number): string {
  return `${Number((share * 100).toFixed(1))}%`;
}

export function rangeWords({ low, high }: Range, say: (value: number) => string): string {
  return low === high ? say(low) : `${say(low)}..${say(high)}`;
}

/** Keys of parameters whose numbers are milliseconds. */
const DURATIONS = new Set(['every', 'lasts']);

/** A fault in its parsed form, said again about as it was written; what is null was not given. */
export function faultWords(kind: string, params: Json): string {
  if (typeof params !== 'object' || params === null) return kind;
  const words = Object.entries(params).map(([name, value]) => {
    const isDuration = DURATIONS.has(name) && typeof value === 'number';
    const text = isDuration ? formatDuration(value) : said(value);
    return text === '' || name === kind ? text : `${name} ${text}`;
  });
  return [kind, ...words.filter((word) => word !== '')].join(' ');
}

function said(value: Json): string {
  if (value === null) return '';
  if (typeof value !== 'object') return String(value);
  if (isList(value)) return value.map(said).join(' ');
  const { kind, of, low, high, factor, ms, text } = value;
  if (kind === 'absent') return '';
  if (typeof factor === 'number') return `${factor}x`;
  if (typeof ms === 'number') return formatDuration(ms);
  if (typeof text === 'string') return JSON.stringify(text);
  if (typeof low === 'number' && typeof high === 'number') return placeWords({ low, high }, of ?? null);
  return Object.entries(value)
    .map(([name, inner]) => `${name}: ${said(inner)}`)
    .join(', ');
}

function placeWords(range: Range, of: Json): string {
  if (of === 'tokens') return `${rangeWords(range, String)} tokens`;
  return rangeWords(range, of === 'answer' ? shareWords : formatDuration);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
