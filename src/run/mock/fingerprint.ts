/**
 * 32 bits of a body: enough to tell whether two of an inbound's few attempts asked the same. Its token
 * needs no cutting out, since within one inbound it is always the same.
 */
export function fingerprint(body: string): number {
  let hash = 0x811c9dc5 ^ body.length;
  const even = body.length & ~1;
  for (let at = 0; at < even; at += 2) {
    hash = Math.imul(hash ^ body.charCodeAt(at) ^ (body.charCodeAt(at + 1) << 16), 0x85ebca6b);
    hash ^= hash >>> 15;
  }
  if (even < body.length) hash = Math.imul(hash ^ body.charCodeAt(even), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
