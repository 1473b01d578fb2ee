/** Who may talk to the control API: no page of a browser, and nobody who came by a name that isn't ours. */
import { isIP } from 'node:net';

/** null: welcome. */
export function unwelcome(
  { host, origin }: { readonly host?: string | undefined; readonly origin?: string | undefined },
  welcome: ReadonlySet<string>,
): string | null {
  if (origin !== undefined) return 'origin not allowed';
  // Only a client of HTTP/1.0 has none, and no browser is one.
  if (host === undefined) return null;
  const name = nameIn(host);
  const isLocal = name === 'localhost' || name.endsWith('.localhost') || isIP(name) !== 0;
  return isLocal || welcome.has(name) ? null : `host not allowed: ${name}`;
}

export function nameIn(host: string): string {
  const bracketed = /^\[(.*)\](?::\d*)?$/.exec(host)?.[1];
  return (bracketed ?? host.replace(/:\d*$/, '')).toLowerCase();
}
