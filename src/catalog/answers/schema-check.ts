/**
 * Whether a value satisfies a JSON schema, for the part of the language that structured outputs allow:
 * types, enum and const, objects, arrays, bounds, anyOf, oneOf, allOf, and $ref into the same document.
 * Keywords that it doesn't know ask for nothing.
 */
import type { Json } from '../../model/units.js';
import { isJsonObject, listed, type JsonObject } from './json-shape.js';
import { at } from './pointer.js';

export function satisfies(schema: Json, value: unknown): boolean {
  return holds(schema, value, { root: schema, depth: 0 });
}

/** Equal as JSON, whatever the order of keys. */
export function sameJson(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => sameJson(item, right[index]));
  }
  if (!isObject(left) || !isObject(right)) return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && sameJson(left[key], right[key]))
  );
}

interface Place {
  readonly root: Json;
  readonly depth: number;
}

/** A schema that refers to itself without end asks for nothing below this. */
const DEEPEST = 64;

type Keyword = (wanted: Json, value: unknown, place: Place, schema: JsonObject) => boolean;

function holds(schema: Json, value: unknown, place: Place): boolean {
  if (schema === false) return false;
  if (!isJsonObject(schema) || place.depth > DEEPEST) return true;
  const below = { root: place.root, depth: place.depth + 1 };
  return Object.entries(schema).every(([name, wanted]) => {
    const keyword = keywords.get(name);
    return keyword === undefined || keyword(wanted, value, below, schema);
  });
}

const keywords = new Map<string, Keyword>([
  ['$ref', (wanted, value, place) => holds(resolve(wanted, place.root), value, place)],
  ['type', (wanted, value) => listed(wanted).some((type) => isOfType(type, value))],
  ['enum', (wanted, value) => listed(wanted).some((one) => sameJson(one, value))],
  ['const', (wanted, value) => sameJson(wanted, value)],
  ['anyOf', (wanted, value, place) => listed(wanted).some((one) => holds(one, value, place))],
  ['oneOf', (wanted, value, place) => listed(wanted).filter((one) => holds(one, value, place)).length === 1],
  ['allOf', (wanted, value, place) => listed(wanted).every((one) => holds(one, value, place))],
  [
    'required',
    (wanted, value) =>
      !isObject(value) || listed(wanted).every((key) => typeof key !== 'string' || Object.hasOwn(value, key)),
  ],
  ['properties', propertiesHold],
  ['additionalProperties', othersHold],
  [
    'items',
    (wanted, value, place) => !Array.isArray(value) || value.every((one) => holds(wanted, one, place)),
  ],
  ['minItems', (wanted, value) => !Array.isArray(value) || value.length >= Number(wanted)],
  ['maxItems', (wanted, value) => !Array.isArray(value) || value.length <= Number(wanted)],
  ['minLength', (wanted, value) => typeof value !== 'string' || lengthOf(value) >= Number(wanted)],
  ['maxLength', (wanted, value) => typeof value !== 'string' || lengthOf(value) <= Number(wanted)],
  ['minimum', (wanted, value) => typeof value !== 'number' || value >= Number(wanted)],
  ['maximum', (wanted, value) => typeof value !== 'number' || value <= Number(wanted)],
  ['exclusiveMinimum', (wanted, value) => typeof value !== 'number' || value > Number(wanted)],
  ['exclusiveMaximum', (wanted, value) => typeof value !== 'number' || value < Number(wanted)],
]);

/** Whether anything is done with a keyword here. */
export function asksFor(keyword: string): boolean {
  return keywords.has(keyword);
}

function propertiesHold(wanted: Json, value: unknown, place: Place): boolean {
  if (!isObject(value) || !isJsonObject(wanted)) return true;
  return Object.entries(wanted).every(
    ([key, schema]) => !Object.hasOwn(value, key) || holds(schema, value[key], place),
  );
}

function othersHold(wanted: Json, value: unknown, place: Place, schema: JsonObject): boolean {
  if (!isObject(value)) return true;
  const named = schema['properties'];
  const isNamed = (key: string): boolean => isJsonObject(named) && Object.hasOwn(named, key);
  return Object.keys(value).every((key) => isNamed(key) || holds(wanted, value[key], place));
}

export function leadsSomewhere(reference: Json, root: Json): boolean {
  return typeof reference === 'string' && reference.startsWith('#') && target(reference, root) !== null;
}

/** What a `$ref` means; a reference that leads nowhere asks for nothing. */
export function resolve(reference: Json, root: Json): Json {
  if (typeof reference !== 'string' || !reference.startsWith('#')) return true;
  return target(reference, root) ?? true;
}

function target(reference: string, root: Json): Json {
  const found = at(root, decodeURIComponent(reference.slice(1)));
  return isJsonObject(found) || typeof found === 'boolean' ? found : null;
}

// Schemas count code points.
function lengthOf(text: string): number {
  return Array.from(text).length;
}

function isOfType(type: Json, value: unknown): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isObject(value);
    case 'integer':
      return typeof value === 'number' && Number.isInteger(value);
    default:
      return typeof value === type;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
