/** Ports by the names that Go takes: those of the machine's own list, and a few that it knows without one. */
import { readFileSync } from 'node:fs';
import { ListenError } from './listen-error.js';

const LIST = '/etc/services';

export type ReadList = (path: string) => string | null;

/** Throws a `ListenError` in Go's words. The list is read once, and only where the name is none of the few. */
export function portNamesOf(read: ReadList): (name: string) => number {
  let listed: ReadonlyMap<string, number> | null | undefined;
  return (name) => {
    const asked = name.toLowerCase();
    const known = KNOWN.get(asked);
    if (known !== undefined) return known;
    if (listed === undefined) listed = portsIn(read(LIST));
    const port = listed?.get(asked);
    if (port !== undefined) return port;
    throw new ListenError(
      `lookup tcp/${name}: unknown port${listed === null ? ` (there is no ${LIST} here)` : ''}`,
    );
  };
}

export const portNamed = portNamesOf((path) => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
});

function portsIn(text: string | null): ReadonlyMap<string, number> | null {
  if (text === null) return null;
  const ports = new Map<string, number>();
  for (const line of text.split('\n')) {
    const [name, where = '', ...aliases] = line.replace(/#.*/, '').trim().split(/\s+/);
    const port = /^(\d+)\/tcp$/.exec(where)?.[1];
    if (port === undefined || name === undefined) continue;
    for (const one of [name, ...aliases]) ports.set(one.toLowerCase(), Number(port));
  }
  return ports;
}

/** Those that Go knows without the machine's list. */
const KNOWN: ReadonlyMap<string, number> = new Map([
  ['domain', 53],
  ['ftp', 21],
  ['ftps', 990],
  ['gopher', 70],
  ['http', 80],
  ['https', 443],
  ['imap2', 143],
  ['imap3', 220],
  ['imaps', 993],
  ['pop3', 110],
  ['pop3s', 995],
  ['smtp', 25],
  ['submissions', 465],
  ['ssh', 22],
  ['telnet', 23],
]);
