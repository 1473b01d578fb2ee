/** The schema of an answer: what can't be one, and what in it would ask for nothing without a word. */
import { isJsonObject, listed as inList } from '../../catalog/answers/json-shape.js';
import { asksFor, leadsSomewhere } from '../../catalog/answers/schema-check.js';
import type { Json } from '../../model/units.js';
import type { Mistake, Path } from '../mistake.js';
import { doubtful, wrong } from '../mistake.js';
import { listed } from '../shape.js';
import { didYouMean } from '../message-words.js';

const TYPES = ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'];
/** Said for whoever reads it; they ask for nothing, and nobody thinks they do. */
const PROSE = [
  '$comment',
  '$defs',
  '$id',
  '$schema',
  'default',
  'definitions',
  'description',
  'examples',
  'title',
];
/** Under these stand schemas by names. */
const NAMED = ['properties', '$defs', 'definitions'];
const NESTED = ['items', 'additionalProperties', 'anyOf', 'oneOf', 'allOf'];

export function schemaMistakes(schema: Json, path: Path, root: Json = schema): Mistake[] {
  if (typeof schema === 'boolean') return [];
  if (!isJsonObject(schema)) {
    const hints = ['For example:  schema: { type: object, required: [title] }'];
    return [wrong('bad-schema', path, 'expected a JSON Schema', { hints })];
  }
  return Object.entries(schema).flatMap(([key, value]) => {
    const place = [...path, key];
    if (key === 'type') return inList(value).flatMap((type) => typeMistake(type, place));
    if (key === '$ref') return leadsSomewhere(value, root) ? [] : [leadsNowhere(place)];
    if (NAMED.includes(key) && isJsonObject(value))
      return Object.entries(value).flatMap(([name, one]) => schemaMistakes(one, [...place, name], root));
    if (NESTED.includes(key)) return nested(value, place, root);
    return asksFor(key) || PROSE.includes(key) ? [] : [notLookedAt(key, place)];
  });
}

function nested(value: Json, place: Path, root: Json): Mistake[] {
  if (!Array.isArray(value)) return schemaMistakes(value, place, root);
  return value.flatMap((one: Json, index) => schemaMistakes(one, [...place, index], root));
}

function typeMistake(type: Json, path: Path): Mistake[] {
  if (typeof type === 'string' && TYPES.includes(type)) return [];
  const word = typeof type === 'string' ? type : JSON.stringify(type);
  const hints = [...didYouMean(word, TYPES), `There are: ${listed(TYPES)}.`];
  return [wrong('bad-schema', path, `there is no type "${word}", so no answer would satisfy it`, { hints })];
}

function leadsNowhere(path: Path): Mistake {
  const hints = ['It begins with # and names a place in this schema:  $ref: "#/$defs/item"'];
  return wrong('bad-schema', path, 'this leads to no schema', { hints });
}

function notLookedAt(key: string, path: Path): Mistake {
  return doubtful('idle-schema', path, `"${key}" is not looked at, so it asks for nothing`, {
    points: 'key',
  });
}
