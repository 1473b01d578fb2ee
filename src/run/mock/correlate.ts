/**
 * Whose attempt is this? The newest question's token in the newest message wins; then what load sent
 * as a request id, if the subject passed it on; then a nonce of an earlier answer in the messages
 * (chains, tool loops).
 */
import { tokensIn } from '../../catalog/answers/token.js';
import { readWatermark } from '../../catalog/answers/watermark.js';
import type { FindMinted } from '../../model/minted.js';
import type { WireRequest } from '../../model/wire.js';

export interface Asked {
  /** Text of the newest message, or of the body where nothing could be read. */
  readonly newest: string;
  readonly everything: string;
}

export interface Askers {
  withToken(token: string): readonly number[];
  likeliest(inbounds: readonly number[]): number | null;
  readonly findMinted: FindMinted;
}

export interface Owner {
  readonly inbound: number | null;
  readonly also: readonly number[];
}

const NOBODYS: Owner = { inbound: null, also: [] };
const ALONE: readonly number[] = [];

export function correlate(asked: Asked, headers: WireRequest['headers'], askers: Askers): Owner {
  return (
    byTokens(asked.newest, askers) ??
    byHeader(headers['x-request-id'], askers) ??
    byHeader(headers['traceparent'], askers) ??
    byNonces(asked.everything, askers) ??
    NOBODYS
  );
}

function byTokens(text: string, askers: Askers): Owner | null {
  const tokens = tokensIn(text);
  const [only] = tokens;
  if (only === undefined) return null;
  if (tokens.length === 1) {
    const inbound = askers.likeliest(askers.withToken(only));
    return inbound === null ? null : { inbound, also: ALONE };
  }
  return ownerOf([...new Set(tokens)].map((token) => askers.likeliest(askers.withToken(token))));
}

function byHeader(value: string | readonly string[] | undefined, askers: Askers): Owner | null {
  if (value === undefined) return null;
  return byTokens(typeof value === 'string' ? value : value.join(' '), askers);
}

function byNonces(text: string, askers: Askers): Owner | null {
  if (!text.includes('bo')) return null;
  return ownerOf(readWatermark(text).nonces.map((nonce) => askers.findMinted(nonce)?.inbound ?? null));
}

/** Inbounds are numbered as they are due, so the newest has the highest number. */
function ownerOf(found: readonly (number | null)[]): Owner | null {
  const inbounds = found.filter((inbound) => inbound !== null);
  const [first] = inbounds;
  if (first === undefined) return null;
  if (inbounds.length === 1) return { inbound: first, also: ALONE };
  const inbound = Math.max(...inbounds);
  return { inbound, also: [...new Set(inbounds)].filter((other) => other !== inbound) };
}
