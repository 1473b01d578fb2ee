/** Addresses as Go reads them, wildcards and names included: what a client compares later is what it was told. */
import { getServers, type LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { ListenError } from './listen-error.js';
import { isLocalhost } from './lookups.js';
import { portNamed } from './port-names.js';

export interface ListenAddress {
  /** Null for every address of the machine, IPv4 and IPv6. */
  readonly host: string | null;
  readonly port: number;
  /** As Go would print it: two addresses are the same where this is. */
  readonly text: string;
}

export interface HostPort {
  readonly host: string;
  readonly port: string;
}

type AllOf = (host: string, options: { readonly all: true }) => Promise<readonly LookupAddress[]>;

/** Throws a `ListenError` in Go's words, without `listen tcp`. `localhost` and addresses wait for no resolver. */
export async function resolveListen(listen: string, allOf: AllOf = lookup): Promise<ListenAddress> {
  if (listen === '') return { host: null, port: 0, text: ':0' };
  const { host, port: name } = splitHostPort(listen);
  const port = portOf(name);
  if (host === '' || isIP(host) !== 0) return literal(host, port);
  if (isLocalhost(host)) return literal('127.0.0.1', port);
  return literal(await firstAddressOf(host, allOf), port);
}

/** Throws a `ListenError` in Go's words. */
export function splitHostPort(address: string): HostPort {
  const wrong = (why: string): ListenError => new ListenError(`address ${address}: ${why}`);
  const colon = address.lastIndexOf(':');
  if (colon < 0) throw wrong('missing port in address');
  const port = address.slice(colon + 1);
  const isBracketed = address.startsWith('[');
  const close = address.indexOf(']');
  if (isBracketed && close < 0) throw wrong("missing ']' in address");
  if (isBracketed && close + 1 !== colon)
    throw wrong(address[close + 1] === ':' ? 'too many colons in address' : 'missing port in address');
  const host = isBracketed ? address.slice(1, close) : address.slice(0, colon);
  if (!isBracketed && host.includes(':')) throw wrong('too many colons in address');
  if (address.slice(isBracketed ? 1 : 0).includes('[')) throw wrong("unexpected '[' in address");
  if (address.slice(isBracketed ? close + 1 : 0).includes(']')) throw wrong("unexpected ']' in address");
  return { host, port };
}

/** Throws a `ListenError` in Go's words. */
export function portOf(text: string): number {
  if (text === '') return 0;
  const port = /^[+-]?\d+$/.test(text) ? Number(text) : portNamed(text);
  if (port < 0 || port > 65_535) throw new ListenError(`address ${text}: invalid port`);
  return port;
}

export function joinHostPort(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

function literal(host: string, port: number): ListenAddress {
  const isWildcard = host === '' || host === '0.0.0.0' || isAnyIPv6(host);
  const shown = isAnyIPv6(host) ? '::' : host;
  return { host: isWildcard ? null : host, port, text: joinHostPort(shown, port) };
}

function isAnyIPv6(host: string): boolean {
  return host.includes(':') && /^[0:]+$/.test(host);
}

async function firstAddressOf(host: string, allOf: AllOf): Promise<string> {
  try {
    const found = await allOf(host, { all: true });
    const chosen = found.find(({ family }) => family === 4) ?? found[0];
    if (chosen !== undefined) return chosen.address;
  } catch {
    // Whatever the resolver says, Go's clients know one sentence for it.
  }
  const [server] = getServers();
  const asked = server === undefined ? '' : ` on ${isIP(server) === 0 ? server : joinHostPort(server, 53)}`;
  throw new ListenError(`lookup ${host}${asked}: no such host`);
}
