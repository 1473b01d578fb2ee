/** Draft-07 schemas for editors: every key with its description, and the parameters of each fault. */
import { z } from 'zod';
import type { Json } from '../model/units.js';
import { builtIn } from './catalog.js';
import type { Catalog } from './catalog.js';
import { targetKeys, windowKeys } from './fault.js';
import { attributesShape, toxicKeysOf, toxicKinds, toxicTargetKeys, toxicWindowKeys } from './toxic.js';
import type { ToxicKind } from './toxic.js';
import { configShape, scenarioShape } from './scenario-shape.js';

type JsonObject = Readonly<Record<string, Json>>;

export function scenarioJsonSchema(catalog: Catalog = builtIn): JsonObject {
  return withCatalog(editorSchema(scenarioShape, 'A Brownout scenario'), catalog);
}

export function configJsonSchema(catalog: Catalog = builtIn): JsonObject {
  return withCatalog(editorSchema(configShape, 'The config of Brownout'), catalog);
}

function editorSchema(shape: z.ZodType, title: string): JsonObject {
  return { ...plainSchema(shape), title };
}

function plainSchema(shape: z.ZodType): JsonObject {
  // What zod gives is JSON by its own contract; its type is wider than draft-07 needs.
  return z.toJSONSchema(shape, {
    target: 'draft-07',
    io: 'input',
    unrepresentable: 'any',
  }) as unknown as JsonObject;
}

/** Puts the ids of the shelves where the schema only knows that there is a name. */
function withCatalog(schema: JsonObject, catalog: Catalog): JsonObject {
  const filled = filledIn(schema, catalog);
  const definitions = objectIn(filled, 'definitions');
  if (definitions['fault'] === undefined) return filled;
  return {
    ...filled,
    definitions: {
      ...definitions,
      window: keysSchema('what every fault takes', { ...targetKeys, ...windowKeys }),
      fault: faultSchema(catalog),
      failure: failureSchema(catalog),
      link: keysSchema('what every toxic takes', { ...toxicTargetKeys, ...toxicWindowKeys }),
      toxic: toxicSchema(catalog),
    },
  };
}

function filledIn(schema: JsonObject, catalog: Catalog): JsonObject {
  const ids: Readonly<Record<string, readonly string[]>> = {
    provider: catalog.providers.map(({ id }) => id),
    arrivals: catalog.arrivals.map(({ id }) => id),
  };
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => {
      if (key !== 'properties') return [key, deeper(value, catalog)];
      const properties = Object.entries(value as JsonObject).map(([name, each]) => {
        const named = ids[name];
        const filled = deeper(each, catalog);
        return [name, named === undefined ? filled : { ...(filled as JsonObject), enum: named }];
      });
      return [key, Object.fromEntries(properties) as Json];
    }),
  );
}

function deeper(value: Json, catalog: Catalog): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map((each) => deeper(each, catalog));
  return filledIn(value, catalog);
}

/** Keys that every entry of a list takes, written once and pointed to by each variant. */
function keysSchema(title: string, keys: Readonly<Record<string, z.ZodType>>): JsonObject {
  const { properties } = plainSchema(z.strictObject(keys));
  return { title, properties: properties ?? {} };
}

/** `fault` chooses which further keys there are, so that an editor offers the right ones. */
function faultSchema(catalog: Catalog): JsonObject {
  const keys = ['on', ...Object.keys(windowKeys)];
  // The fault's own parameters win over keys of the window with the same name.
  const shared = pointersTo('window', keys);
  return {
    title: 'a fault',
    type: 'object',
    required: ['on', 'fault'],
    properties: { ...pointersTo('window', ['on']), fault: faultKey(catalog.faults) },
    allOf: catalog.faults.map((fault) => chosenBy('fault', fault.kind, faultVariant(fault, shared, ['on']))),
  };
}

/** What a cohort fails with: a fault without a window of its own. */
function failureSchema(catalog: Catalog): JsonObject {
  const failing = catalog.faults.filter(({ isFailure }) => isFailure);
  return {
    title: 'a failure',
    type: 'object',
    required: ['fault'],
    properties: { fault: faultKey(failing) },
    allOf: failing.map((fault) => chosenBy('fault', fault.kind, faultVariant(fault, {}, []))),
  };
}

function faultVariant(
  { kind, summary, params }: Catalog['faults'][number],
  shared: JsonObject,
  needed: readonly string[],
): Variant {
  const own = plainSchema(params);
  const required = own['required'] ?? [];
  return {
    description: summary,
    properties: { ...shared, ...objectIn(own, 'properties'), fault: { const: kind } },
    required: [...needed, 'fault', ...(isList(required) ? required : [])],
  };
}

function toxicSchema(catalog: Catalog): JsonObject {
  const kinds = toxicKinds(catalog);
  return {
    title: 'a toxic',
    type: 'object',
    required: ['on', 'toxic'],
    properties: {
      ...pointersTo('link', ['on']),
      toxic: { description: describe(kinds), enum: kinds.map(({ type }) => type) },
    },
    allOf: kinds.map((kind) => chosenBy('toxic', kind.type, toxicVariant(kind))),
  };
}

function toxicVariant(kind: ToxicKind): Variant {
  const own = plainSchema(attributesShape(kind));
  const properties = {
    ...pointersTo('link', Object.keys(toxicKeysOf(kind).shape)),
    ...objectIn(own, 'properties'),
    toxic: { const: kind.type },
  };
  const required = own['required'] ?? [];
  return {
    description: kind.summary,
    properties,
    required: ['on', 'toxic', ...(isList(required) ? required : [])],
  };
}

interface Variant {
  readonly description: string;
  readonly properties: JsonObject;
  readonly required: readonly Json[];
}

function chosenBy(key: string, id: string, variant: Variant): JsonObject {
  return {
    if: { properties: { [key]: { const: id } }, required: [key] },
    then: { ...variant, additionalProperties: false },
  };
}

function pointersTo(definition: string, keys: readonly string[]): JsonObject {
  return Object.fromEntries(
    keys.map((key) => [key, { $ref: `#/definitions/${definition}/properties/${key}` }]),
  );
}

function faultKey(faults: Catalog['faults']): JsonObject {
  const kinds = faults.map(({ kind, summary }) => ({ type: kind, summary }));
  return { description: describe(kinds), enum: kinds.map(({ type }) => type) };
}

function describe(kinds: readonly Pick<ToxicKind, 'type' | 'summary'>[]): string {
  return kinds.map(({ type, summary }) => `${type}: ${summary}`).join('\n');
}

function objectIn(schema: JsonObject, key: string): JsonObject {
  const value = schema[key];
  return typeof value === 'object' && value !== null && !isList(value) ? value : {};
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
