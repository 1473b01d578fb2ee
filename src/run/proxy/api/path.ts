/** Paths the way the original's router sees them: decoded, then cleaned; who sends another is sent on. */
export interface Target {
  /** Decoded. */
  readonly path: string;
  /** With its question mark, or empty. */
  readonly query: string;
}

/** null: a `%` that no two hex digits follow. */
export function targetOf(url: string): Target | null {
  const local = url.replace(/^https?:\/\/[^/?]*/, '');
  const mark = local.indexOf('?');
  const raw = mark < 0 ? local : local.slice(0, mark);
  if (/%(?![0-9a-fA-F]{2})/.test(raw)) return null;
  return { path: decoded(raw), query: mark < 0 ? '' : local.slice(mark) };
}

/** Where to go instead; null: it is clean. */
export function cleanerThan({ path, query }: Target): string | null {
  const clean = cleaned(path);
  return clean === path ? null : `${encoded(clean)}${query}`;
}

function cleaned(path: string): string {
  const kept: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') kept.pop();
    else if (part !== '' && part !== '.') kept.push(part);
  }
  return `/${kept.join('/')}${path.endsWith('/') && kept.length > 0 ? '/' : ''}`;
}

/** Bytes that are no UTF-8 are allowed; they are the name of nobody. */
function decoded(raw: string): string {
  if (!/[%\u0080-\u00ff]/.test(raw)) return raw;
  const bytes = raw.replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

function encoded(path: string): string {
  return encodeURIComponent(path)
    .replaceAll(/[!'()*]/g, (found) => `%${found.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll(/%(?:2F|24|26|2B|2C|3A|3B|3D|40)/g, (found) => decodeURIComponent(found));
}
