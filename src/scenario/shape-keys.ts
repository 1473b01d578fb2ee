/** Looks into a schema: which keys stand where, and what the thing there is called. */
import { z } from 'zod';
import type { Path } from './mistake.js';

export interface Keys {
  /** What takes them, such as "a journey"; null where the schema gives no title. */
  readonly of: string | null;
  readonly keys: readonly string[];
}

/** Keys that an author may write at a path; null where there is no fixed set of them. */
export function keysAt(schema: z.core.$ZodType, path: Path): Keys | null {
  const found = path.reduce<readonly z.core.$ZodType[]>(
    (schemas, step) => schemas.flatMap((each) => stepInto(each, step)),
    options(schema),
  );
  for (const each of found) {
    if (isObject(each)) return { of: titleOf(each), keys: Object.keys(each._zod.def.shape) };
  }
  return null;
}

/** What the schema says of the key at the end of a path, for those who left it out. */
export function descriptionAt(schema: z.core.$ZodType, path: Path): string | null {
  const key = path.at(-1);
  const parents = path
    .slice(0, -1)
    .reduce<readonly z.core.$ZodType[]>(
      (schemas, step) => schemas.flatMap((each) => stepInto(each, step)),
      options(schema),
    );
  for (const parent of parents.filter(isObject)) {
    const inner = parent._zod.def.shape[String(key)];
    const said = inner === undefined ? null : saidOf(inner);
    if (said !== null) return said;
  }
  return null;
}

/** What may be left out was often described before that was said of it. */
function saidOf(schema: z.core.$ZodType): string | null {
  const said = z.globalRegistry.get(schema)?.description;
  const { innerType } = (schema._zod as unknown as { def: Wrapper }).def;
  return said ?? (innerType === undefined ? null : saidOf(innerType));
}

export interface DescribedKey {
  readonly key: string;
  readonly says: string;
}

/** All keys at a path with what the schema says of each, for those who ask. */
export function describedKeys(schema: z.core.$ZodType, path: Path): readonly DescribedKey[] {
  return (keysAt(schema, path)?.keys ?? []).map((key) => ({
    key,
    says: descriptionAt(schema, [...path, key]) ?? '',
  }));
}

function titleOf(schema: z.core.$ZodType): string | null {
  return z.globalRegistry.get(schema)?.title ?? null;
}

function stepInto(schema: z.core.$ZodType, step: string | number): readonly z.core.$ZodType[] {
  if (isObject(schema)) {
    const inner = schema._zod.def.shape[String(step)];
    return inner === undefined ? [] : options(inner);
  }
  if (isArray(schema)) return typeof step === 'number' ? options(schema._zod.def.element) : [];
  return isRecord(schema) ? options(schema._zod.def.valueType) : [];
}

/** The schemas that a value may meet first: wrappers taken off, alternatives side by side. */
function options(schema: z.core.$ZodType): readonly z.core.$ZodType[] {
  const { def } = schema._zod as unknown as { def: Wrapper };
  if (def.innerType !== undefined) return options(def.innerType);
  if (def.type === 'pipe' && def.in !== undefined) return options(def.in);
  if (def.options !== undefined) return def.options.flatMap(options);
  return [schema];
}

interface Wrapper {
  readonly type: string;
  readonly innerType?: z.core.$ZodType;
  readonly in?: z.core.$ZodType;
  readonly options?: readonly z.core.$ZodType[];
}

function isObject(schema: z.core.$ZodType): schema is z.core.$ZodObject {
  return schema._zod.def.type === 'object';
}

function isArray(schema: z.core.$ZodType): schema is z.core.$ZodArray {
  return schema._zod.def.type === 'array';
}

function isRecord(schema: z.core.$ZodType): schema is z.core.$ZodRecord {
  return schema._zod.def.type === 'record';
}
