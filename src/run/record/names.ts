/**
 * Names that come again and again, kept once: a column holds a small number, a line the finished JSON.
 * Each page has its own table, since a subject may invent a model's name for every call.
 */
export interface Table<T> {
  idOf(value: T): number;
  of(id: number | undefined): T;
  jsonOf(id: number | undefined): string;
  clear(): void;
}

/** 0 is null. */
export function nameTable(): Table<string | null> {
  return new Interned<string | null>(null, (name) => name);
}

/** 0 is the empty list. */
export function listTable(): Table<readonly string[]> {
  return new Interned<readonly string[]>([], (list) => (list.length === 0 ? null : list.join('\n')));
}

class Interned<T> implements Table<T> {
  private readonly none: T;
  private readonly keyOf: (value: T) => string | null;
  private readonly ids = new Map<string, number>();
  private readonly values: T[];
  private readonly json: string[];

  /** What `keyOf` gives no key is `none`. */
  constructor(none: T, keyOf: (value: T) => string | null) {
    this.none = none;
    this.keyOf = keyOf;
    this.values = [none];
    this.json = [JSON.stringify(none)];
  }

  idOf(value: T): number {
    const key = this.keyOf(value);
    if (key === null) return 0;
    const known = this.ids.get(key);
    if (known !== undefined) return known;
    const id = this.values.push(value) - 1;
    this.ids.set(key, id);
    this.json.push(JSON.stringify(value));
    return id;
  }

  of(id = 0): T {
    return this.values[id] ?? this.none;
  }

  jsonOf(id = 0): string {
    return this.json[id] ?? 'null';
  }

  clear(): void {
    this.ids.clear();
    this.values.length = 1;
    this.json.length = 1;
  }
}
