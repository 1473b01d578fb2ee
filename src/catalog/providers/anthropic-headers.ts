/**
 * Headers of Anthropic's API as recorded in 2026. Simplified: no HSTS, no content policy, no tracing,
 * never compressed; one gauge of tokens where the vendor tells input and output apart.
 */
import type { LimitGauge, LimitState, RefuseContext } from './provider.js';
import { rfc3339 } from './calendar.js';
import { drawnHex, drawnId } from './ids.js';
import type { Headers } from './reply.js';

/** Invented; the real one names who pays. */
const ORGANIZATION = '5b0f3c1e-7a42-4d0b-9a51-2f6c8e94d713';

export function answerHeaders(context: RefuseContext): Headers {
  const headers = {
    'content-type': 'application/json',
    'request-id': `req_011${drawnId(context.random, 'request', 21)}`,
    'anthropic-organization-id': ORGANIZATION,
    server: 'cloudflare',
    'cf-cache-status': 'DYNAMIC',
    'cf-ray': `${drawnHex(context.random, 'ray', 16)}-LHR`,
  };
  return context.limits === null
    ? headers
    : { ...headers, ...limitHeaders(context.limits, context.wallTime) };
}

export function streamHeaders(context: RefuseContext): Headers {
  return {
    ...answerHeaders(context),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
  };
}

/** A refusal's own request id is the canary; 401 and 529 come from before the account is known. */
export function errorHeaders(status: number, requestId: string, random: RefuseContext['random']): Headers {
  const headers = {
    'content-type': 'application/json',
    'request-id': requestId,
    'cache-control': 'no-store, no-cache',
    server: 'cloudflare',
    'cf-cache-status': 'DYNAMIC',
    'cf-ray': `${drawnHex(random, 'ray', 16)}-LHR`,
    via: '1.1 google',
    'x-robots-tag': 'none',
  };
  return status === 401 || status === 529
    ? headers
    : { ...headers, 'anthropic-organization-id': ORGANIZATION };
}

export function limitHeaders(limits: LimitState, wallTime: number): Headers {
  return {
    ...(limits.requests === null ? {} : gauge('requests', limits.requests, wallTime)),
    ...(limits.tokens === null ? {} : gauge('tokens', inThousands(limits.tokens), wallTime)),
  };
}

function gauge(name: string, { limit, remaining, resetsIn }: LimitGauge, wallTime: number): Headers {
  return {
    [`anthropic-ratelimit-${name}-limit`]: String(Math.round(limit)),
    [`anthropic-ratelimit-${name}-remaining`]: String(Math.max(0, Math.floor(remaining))),
    [`anthropic-ratelimit-${name}-reset`]: rfc3339(wallTime + resetsIn),
  };
}

/** As the vendor rounds; a limit too small for it would look used up. */
function inThousands(tokens: LimitGauge): LimitGauge {
  if (tokens.limit < 10_000) return tokens;
  return { ...tokens, remaining: Math.round(tokens.remaining / 1000) * 1000 };
}
