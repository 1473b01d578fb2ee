/**
 * An answer that follows a JSON schema, as a model's structured output would: every free string in it
 * carries a watermark of its own. What is optional is there too. Simplified: a `pattern` is not obeyed,
 * and bounds that contradict each other are not noticed.
 */
import type { Json } from '../../model/units.js';
import { isJsonObject, listed, type JsonObject } from './json-shape.js';
import { resolve } from './schema-check.js';
import { markedAnswer, type Marked } from './watermark.js';

/** Pieces as long as a token; the text is the JSON. All free strings together have about `words` words. */
export function structuredAnswer(schema: Json, nonce: string, words: number): Marked {
  let strings = 0;
  const counted = (): string => {
    strings += 1;
    return '';
  };
  build(schema, { root: schema, depth: 0, spent: { values: 0 }, text: counted });
  const each = Math.max(1, Math.floor(words / Math.max(1, strings)));
  const place = { root: schema, depth: 0, spent: { values: 0 } };
  const text = JSON.stringify(build(schema, { ...place, text: (longest) => freeText(nonce, each, longest) }));
  return { text, pieces: tokensOf(text) };
}

interface Place {
  readonly root: Json;
  readonly depth: number;
  /** How many values were written so far. */
  readonly spent: { values: number };
  readonly text: (longest: number) => string;
}

/** Beyond this only what is required is written, so that a schema within itself comes to an end. */
const SOFT = { depth: 6, values: 500 };
const HARD = { depth: 24, values: 5_000 };

function isBeyond(limit: { readonly depth: number; readonly values: number }, place: Place): boolean {
  return place.depth > limit.depth || place.spent.values > limit.values;
}

function build(schema: Json, place: Place): Json {
  if (!isJsonObject(schema) || isBeyond(HARD, place)) return null;
  place.spent.values += 1;
  const below = { ...place, depth: place.depth + 1 };
  if ('const' in schema) return schema['const'] ?? null;
  const [fixed] = listed(schema['enum']);
  if (fixed !== undefined) return fixed;
  if (schema['$ref'] !== undefined) return build(resolve(schema['$ref'], place.root), below);
  const choices = [...listed(schema['anyOf']), ...listed(schema['oneOf'])];
  const choice = isBeyond(SOFT, place) ? (choices.find(isShallow) ?? choices[0]) : choices[0];
  if (choice !== undefined) return build(choice, below);
  const parts = listed(schema['allOf']).filter(isJsonObject);
  if (parts.length > 0) return build(merge(schema, parts, place.root), below);
  return ofType(typeOf(schema, place), schema, below);
}

function ofType(type: Json, schema: JsonObject, place: Place): Json {
  switch (type) {
    case 'object':
      return objectOf(schema, place);
    case 'array':
      return arrayOf(schema, place);
    case 'string':
      return stringOf(schema, place);
    case 'integer':
    case 'number':
      return numberOf(schema);
    case 'boolean':
      return true;
    default:
      return null;
  }
}

function objectOf(schema: JsonObject, place: Place): Json {
  const properties = isJsonObject(schema['properties']) ? schema['properties'] : {};
  const required = new Set(listed(schema['required']));
  const entries = Object.entries(properties)
    .filter(([key]) => !isBeyond(SOFT, place) || required.has(key))
    .map(([key, inner]): [string, Json] => [key, build(inner, place)]);
  const undeclared = [...required].map(String).filter((key) => !Object.hasOwn(properties, key));
  return Object.fromEntries([
    ...entries,
    ...undeclared.map((key): [string, Json] => [key, place.text(Infinity)]),
  ]);
}

function arrayOf(schema: JsonObject, place: Place): Json {
  const least = numberOr(schema['minItems'], 0);
  const wanted = isBeyond(SOFT, place) ? least : Math.max(1, least);
  const count = Math.min(wanted, numberOr(schema['maxItems'], wanted), 100);
  return Array.from({ length: count }, () => build(schema['items'] ?? { type: 'string' }, place));
}

// Formats that official SDKs let through; their values are fixed, since a mark would break them.
const FORMATS: Readonly<Record<string, string>> = {
  'date-time': '2026-01-15T09:30:00Z',
  date: '2026-01-15',
  time: '09:30:00Z',
  duration: 'PT5M',
  email: 'answer@example.com',
  hostname: 'example.com',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  uri: 'https://example.com/answer',
  uuid: '00000000-0000-4000-8000-000000000000',
};

function stringOf(schema: JsonObject, place: Place): string {
  const format = schema['format'];
  const fixed = typeof format === 'string' ? FORMATS[format] : undefined;
  if (fixed !== undefined) return fixed;
  const text = place.text(numberOr(schema['maxLength'], Infinity));
  return text.padEnd(Math.min(numberOr(schema['minLength'], 0), 100_000), '.');
}

function numberOf(schema: JsonObject): number {
  const step = numberOr(schema['multipleOf'], 1);
  const above = numberOr(schema['exclusiveMinimum'], -Infinity);
  const least = Math.max(numberOr(schema['minimum'], -Infinity), above);
  const most = Math.min(
    numberOr(schema['maximum'], Infinity),
    numberOr(schema['exclusiveMaximum'], Infinity),
  );
  if (least > -Infinity) {
    const first = Math.ceil(least / step) * step;
    const next = first > above ? first : first + step;
    return next <= most ? next : (least + most) / 2;
  }
  if (most === Infinity || most > step) return step;
  const last = Math.floor(most / step) * step;
  return last < most ? last : last - step;
}

function freeText(nonce: string, words: number, longest: number): string {
  let count = words;
  let text = markedAnswer(nonce, count).text;
  while (text.length > longest && count > 1) {
    count = Math.max(1, Math.min(count - 1, Math.floor((count * longest) / text.length)));
    text = markedAnswer(nonce, count).text;
  }
  return text.length <= longest ? text : 'n'.repeat(Math.max(0, longest));
}

function typeOf(schema: JsonObject, place: Place): Json {
  const types = listed(schema['type']);
  if (isBeyond(SOFT, place) && types.includes('null')) return 'null';
  const [first] = types;
  if (first !== undefined) return first;
  if (schema['properties'] !== undefined || schema['required'] !== undefined) return 'object';
  return schema['items'] === undefined ? 'string' : 'array';
}

function merge(schema: JsonObject, parts: readonly JsonObject[], root: Json): JsonObject {
  const own = Object.fromEntries(Object.entries(schema).filter(([key]) => key !== 'allOf'));
  const all = [
    own,
    ...parts.map((part) => (part['$ref'] === undefined ? part : resolve(part['$ref'], root))),
  ];
  const objects = all.filter(isJsonObject);
  const properties = objects.map((part) => part['properties']).filter(isJsonObject);
  return {
    ...Object.fromEntries(objects.flatMap((part) => Object.entries(part))),
    properties: Object.fromEntries(properties.flatMap((part) => Object.entries(part))),
    required: objects.flatMap((part) => listed(part['required'])),
  };
}

const SIMPLE: ReadonlySet<Json> = new Set(['null', 'string', 'number', 'integer', 'boolean']);

function isShallow(schema: Json): boolean {
  return isJsonObject(schema) && SIMPLE.has(schema['type'] ?? 'any');
}

/** A token of a model has about four characters of JSON; words of the watermark stay whole. */
function tokensOf(text: string): readonly string[] {
  return text.match(/ ?wm\d+|bo[0-9a-f]{16}(?:-end\d+\.)?:?|[\w ]{1,5}|[^\w ]{1,4}/g) ?? [];
}

function numberOr(value: Json | undefined, fallback: number): number {
  return typeof value === 'number' ? value : fallback;
}
