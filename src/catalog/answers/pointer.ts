/** What an RFC 6901 pointer points to, or undefined; the empty pointer is the whole. */
export function at(value: unknown, pointer: string): unknown {
  if (pointer === '') return value;
  let here = value;
  for (const part of pointer.slice(1).split('/')) {
    here = step(here, part.replaceAll('~1', '/').replaceAll('~0', '~'));
    if (here === undefined) return undefined;
  }
  return here;
}

function step(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  if (Array.isArray(value) && !/^(0|[1-9]\d*)$/.test(key)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[key];
}
