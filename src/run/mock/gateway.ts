/** Gateways that say so: between an app and its provider they are a layer that may try again by itself. */
import type { WireRequest } from '../../model/wire.js';

type Headers = WireRequest['headers'];

/**
 * Read in what they send to a provider. The first that fits. LiteLLM names itself (its http_handler.py); the prefixes
 * of LiteLLM, Portkey and Cloudflare are those that their docs have an app send, seen here only if passed on.
 */
const SIGNS: readonly (readonly [string, (headers: Headers) => boolean])[] = [
  ['LiteLLM', (headers) => isAgent(headers, 'litellm/') || hasAny(headers, 'x-litellm-')],
  ['Portkey', (headers) => hasAny(headers, 'x-portkey-')],
  ['Helicone', (headers) => hasAny(headers, 'helicone-')],
  ['Cloudflare', (headers) => hasAny(headers, 'cf-aig-') || headers['cf-ray'] !== undefined],
  ['Envoy', (headers) => hasAny(headers, 'x-envoy-')],
  ['Kong', (headers) => hasAny(headers, 'x-kong-')],
  // RFC 9110, 7.6.3: whoever passes a message on writes itself down here.
  ['a proxy', (headers) => headers['via'] !== undefined || headers['forwarded'] !== undefined],
];

export function gatewayOf(headers: Headers): string | null {
  return SIGNS.find(([, fits]) => fits(headers))?.[0] ?? null;
}

function isAgent(headers: Headers, start: string): boolean {
  const agent = headers['user-agent'];
  return typeof agent === 'string' && agent.toLowerCase().startsWith(start);
}

function hasAny(headers: Headers, start: string): boolean {
  for (const name in headers) if (name.startsWith(start)) return true;
  return false;
}
