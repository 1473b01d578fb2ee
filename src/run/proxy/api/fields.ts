/**
 * Takes fields out of an object by the original's rules: the exact key, or one that differs in case;
 * the last one wins; `null` leaves things as they were; what isn't asked for is ignored.
 */
import { readJson, type Json, type JsonObject } from './json.js';
import { badBody } from './refusal.js';

export class Fields {
  private readonly owner: string;
  private readonly prefix: string;
  private readonly found = new Map<string, Json[]>();

  /** Several objects are read as one. `path` is where they stand in the body. */
  constructor(options: {
    readonly owner: string;
    readonly path?: string;
    readonly objects: readonly JsonObject[];
    readonly known: readonly string[];
  }) {
    const { owner, path, objects, known } = options;
    this.owner = owner;
    this.prefix = path === undefined ? '' : `${path}.`;
    for (const { members } of objects) {
      for (const { key, value } of members) {
        const name = known.includes(key) ? key : known.find((one) => fold(one) === fold(key));
        if (name !== undefined) this.found.set(name, [...(this.found.get(name) ?? []), value]);
      }
    }
  }

  has(name: string): boolean {
    return this.all(name).length > 0;
  }

  /** The last word on it was `null`. */
  isTakenBack(name: string): boolean {
    return this.found.get(name)?.at(-1)?.kind === 'null';
  }

  text<T>(name: string, otherwise: T): string | T {
    let read: string | T = otherwise;
    for (const value of this.all(name)) {
      if (value.kind !== 'string') throw this.mismatch(name, value, 'string');
      read = value.value;
    }
    return read;
  }

  flag<T>(name: string, otherwise: T): boolean | T {
    let read: boolean | T = otherwise;
    for (const value of this.all(name)) {
      if (value.kind !== 'boolean') throw this.mismatch(name, value, 'bool');
      read = value.value;
    }
    return read;
  }

  /** Single precision. */
  single(name: string, otherwise: number): number {
    return this.all(name).reduce((_, value) => {
      const read = value.kind === 'number' ? Math.fround(Number(value.text)) : Number.NaN;
      if (!Number.isFinite(read)) throw this.mismatch(name, value, 'float32');
      return read;
    }, otherwise);
  }

  float(name: string, otherwise: bigint | number): bigint | number {
    return this.all(name).reduce<bigint | number>((_, value) => {
      const read = value.kind === 'number' ? Number(value.text) : Number.NaN;
      if (!Number.isFinite(read)) throw this.mismatch(name, value, 'float64');
      return read;
    }, otherwise);
  }

  integer<T>(name: string, otherwise: T): bigint | T {
    let read: bigint | T = otherwise;
    for (const value of this.all(name)) {
      const whole = value.kind === 'number' && /^-?[0-9]+$/.test(value.text) ? BigInt(value.text) : null;
      if (whole === null || BigInt.asIntN(64, whole) !== whole) throw this.mismatch(name, value, 'int64');
      read = whole;
    }
    return read;
  }

  /** A switch of ours: true or false, or a whole number as every other attribute. */
  toggle(name: string, otherwise: bigint | number): bigint | number {
    const last = this.all(name).at(-1);
    if (last?.kind === 'boolean') return last.value ? 1n : 0n;
    return this.integer(name, otherwise);
  }

  /** All of them: objects of one key are merged. */
  objects(name: string, type: string): readonly JsonObject[] {
    return this.all(name).map((value) => {
      if (value.kind !== 'object') throw this.mismatch(name, value, type);
      return value;
    });
  }

  private all(name: string): readonly Json[] {
    return (this.found.get(name) ?? []).filter(({ kind }) => kind !== 'null');
  }

  private mismatch(name: string, value: Json, type: string): Error {
    return badBody(
      `json: cannot unmarshal ${shownFor(value, type)} into Go struct field ${this.owner}.${this.prefix}${name} of type ${type}`,
    );
  }
}

/** The first value of a body. */
export function readBody(text: string): Json {
  const read = readJson(text);
  if (!read.ok) throw badBody(read.mistake);
  return read.value;
}

/** `null` acts as an object without keys. */
export function objectsOf(value: Json, type: string): readonly JsonObject[] {
  if (value.kind === 'null') return [];
  if (value.kind !== 'object')
    throw badBody(`json: cannot unmarshal ${shown(value)} into Go value of type ${type}`);
  return [value];
}

export function itemsOf(value: Json, type: string): readonly Json[] {
  if (value.kind === 'null') return [];
  if (value.kind !== 'array')
    throw badBody(`json: cannot unmarshal ${shown(value)} into Go value of type ${type}`);
  return value.items;
}

/** A number is shown only where it is a number that doesn't fit. */
function shownFor(value: Json, type: string): string {
  return value.kind === 'number' && /int|float/.test(type) ? `number ${value.text}` : shown(value);
}

function shown({ kind }: Json): string {
  return kind === 'boolean' ? 'bool' : kind;
}

/** Two letters outside of ASCII fold into it. */
export function fold(key: string): string {
  return key
    .replaceAll('\u017f', 's')
    .replaceAll('\u212a', 'k')
    .replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
