import type { Json } from '../model/units.js';

/** JSON with its keys in order, so that equal values are equal bytes on any machine. */
export function stableText(value: unknown, indent = 0): string {
  return JSON.stringify(sorted(value as Json), null, indent);
}

function sorted(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map(sorted);
  const keys = Object.keys(value).sort();
  return Object.fromEntries(keys.map((key) => [key, sorted(value[key] ?? null)]));
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
