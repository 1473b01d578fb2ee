/**
 * Headers of Anthropic's API as recorded in 2026. Simplified: no HSTS, no content policy, no tracing,
 * never compressed; one gauge of tokens where the vendor tells input and output apart.
 */
import type { Random } from '../../kit/random.js';
import type { LimitGauge, LimitState, RefuseContext } from './provider.js';
import { rfc3339 } from './calendar.js';
import { drawnHex, drawnId } from './ids.js';
import type { OpenHeaders } from './reply.js';

/** Invented; the real one names who pays. */
const ORGANIZATION = '5b0f3c1e-7a42-4d0b-9a51-2f6c8e94d713';

export function answerHeaders(context: RefuseContext): OpenHeaders {
  return headersOf(context, 'application/json');
}

export function streamHeaders(context: RefuseContext): OpenHeaders {
  const headers = headersOf(context, 'text/event-stream; charset=utf-8');
  headers['cache-control'] = 'no-cache';
  return headers;
}

function headersOf({ random, limits, wallTime }: RefuseContext, contentType: string): OpenHeaders {
  const headers: OpenHeaders = {
    'content-type': contentType,
    'request-id': `req_011${drawnId(random, 'request', 21)}`,
    'anthropic-organization-id': ORGANIZATION,
    server: 'cloudflare',
    'cf-cache-status': 'DYNAMIC',
    'cf-ray': `${drawnHex(random, 'ray', 16)}-LHR`,
  };
  if (limits !== null) addLimits(headers, limits, wallTime);
  return headers;
}

/** A refusal's own request id is the canary; 401 and 529 come from before the account is known. */
export function errorHeaders(status: number, requestId: string, random: Random): OpenHeaders {
  const headers: OpenHeaders = {
    'content-type': 'application/json',
    'request-id': requestId,
    'cache-control': 'no-store, no-cache',
    server: 'cloudflare',
    'cf-cache-status': 'DYNAMIC',
    'cf-ray': `${drawnHex(random, 'ray', 16)}-LHR`,
    via: '1.1 google',
    'x-robots-tag': 'none',
  };
  if (status !== 401 && status !== 529) headers['anthropic-organization-id'] = ORGANIZATION;
  return headers;
}

/** In place, and name by name: every answer of an upstream with limits carries them. */
export function addLimits(headers: OpenHeaders, { requests, tokens }: LimitState, wallTime: number): void {
  if (requests !== null) {
    headers['anthropic-ratelimit-requests-limit'] = String(Math.round(requests.limit));
    headers['anthropic-ratelimit-requests-remaining'] = left(requests.remaining);
    headers['anthropic-ratelimit-requests-reset'] = rfc3339(wallTime + requests.resetsIn);
  }
  if (tokens !== null) {
    headers['anthropic-ratelimit-tokens-limit'] = String(Math.round(tokens.limit));
    headers['anthropic-ratelimit-tokens-remaining'] = left(inThousands(tokens));
    headers['anthropic-ratelimit-tokens-reset'] = rfc3339(wallTime + tokens.resetsIn);
  }
}

function left(remaining: number): string {
  return String(Math.max(0, Math.floor(remaining)));
}

/** As the vendor rounds; a limit too small for it would look used up. */
function inThousands({ limit, remaining }: LimitGauge): number {
  return limit < 10_000 ? remaining : Math.round(remaining / 1000) * 1000;
}
