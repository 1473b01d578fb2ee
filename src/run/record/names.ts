/**
 * Names that come again and again, kept once: a column holds a small number, a line the finished JSON.
 * Each page has its own table, since a subject may invent a model's name for every call.
 */
export interface Names {
  /** 0 is null. */
  idOf(name: string | null): number;
  jsonOf(id: number): string;
  clear(): void;
}

export function nameTable(): Names {
  const ids = new Map<string, number>();
  const json = ['null'];
  return {
    idOf(name) {
      if (name === null) return 0;
      const known = ids.get(name);
      if (known !== undefined) return known;
      const id = json.length;
      ids.set(name, id);
      json.push(JSON.stringify(name));
      return id;
    },
    jsonOf: (id) => json[id] ?? 'null',
    clear() {
      ids.clear();
      json.length = 1;
    },
  };
}
