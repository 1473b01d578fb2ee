/** Draft-07 schemas for editors: every key with its description, and the parameters of each fault. */
import { z } from 'zod';
import type { Json } from '../model/units.js';
import { builtIn } from './catalog.js';
import type { Catalog } from './catalog.js';
import { targetKeys, windowKeys } from './fault.js';
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
  return { ...filled, definitions: { ...definitions, window: windowSchema(), fault: faultSchema(catalog) } };
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

/** Keys that every fault takes, written once and pointed to by each variant. */
function windowSchema(): JsonObject {
  const { properties } = plainSchema(z.strictObject({ ...targetKeys, ...windowKeys }));
  return { title: 'what every fault takes', properties: properties ?? {} };
}

/** `fault` chooses which further keys there are, so that an editor offers the right ones. */
function faultSchema(catalog: Catalog): JsonObject {
  const kinds = catalog.faults.map((fault) => fault.kind);
  return {
    title: 'a fault',
    type: 'object',
    required: ['on', 'fault'],
    properties: { on: ofWindow('on'), fault: { description: describe(catalog), enum: kinds } },
    allOf: catalog.faults.map((fault) => ({
      if: { properties: { fault: { const: fault.kind } }, required: ['fault'] },
      then: variantOf(fault),
    })),
  };
}

function variantOf(fault: Catalog['faults'][number]): JsonObject {
  const own = plainSchema(fault.params);
  const required = own['required'] ?? [];
  const keys = ['on', ...Object.keys(windowKeys)];
  return {
    description: fault.summary,
    // The fault's own parameters win over keys of the window with the same name.
    properties: {
      ...Object.fromEntries(keys.map((key) => [key, ofWindow(key)])),
      ...objectIn(own, 'properties'),
      fault: { const: fault.kind },
    },
    required: ['on', 'fault', ...(isList(required) ? required : [])],
    additionalProperties: false,
  };
}

function ofWindow(key: string): JsonObject {
  return { $ref: `#/definitions/window/properties/${key}` };
}

function describe(catalog: Catalog): string {
  return catalog.faults.map(({ kind, summary }) => `${kind}: ${summary}`).join('\n');
}

function objectIn(schema: JsonObject, key: string): JsonObject {
  const value = schema[key];
  return typeof value === 'object' && value !== null && !isList(value) ? value : {};
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
