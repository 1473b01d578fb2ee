/**
 * Headers of OpenAI's API as recorded in 2026. Simplified: no cookie, no HSTS, no alt-svc, never
 * compressed. Resets are Go durations, such as `6ms`, `1.2s` and `6m0s`.
 */
import type { Millis } from '../../model/units.js';
import { drawnHex } from './ids.js';
import type { LimitGauge, LimitState, RefuseContext } from './provider.js';
import type { Headers } from './reply.js';

/** Invented; the real one names who pays. */
const ACCOUNT = { 'openai-organization': 'example-org', 'openai-project': 'proj_Zx81mQp0sVbT4nLw7cYe2HdA' };

export function answerHeaders(context: RefuseContext, took: Millis): Headers {
  return jsonHeaders(context, `req_${drawnHex(context.random, 'request', 32)}`, took);
}

export function streamHeaders(context: RefuseContext, took: Millis): Headers {
  return { ...answerHeaders(context, took), 'content-type': 'text/event-stream; charset=utf-8' };
}

/** A refusal's request id is the canary; whose key is refused is not known. */
export function errorHeaders(status: number, context: RefuseContext): Headers {
  const headers = jsonHeaders(context, `req_${context.canary}`, 41);
  if (status !== 401) return headers;
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !(name in ACCOUNT)));
}

/** What comes from before the API: no `openai-*`, no request id. */
export function gatewayHeaders({ canary }: RefuseContext): Headers {
  return {
    'content-type': 'application/json; charset=utf-8',
    server: 'cloudflare',
    'cf-ray': `${canary}-LHR`,
    vary: 'Origin',
  };
}

function jsonHeaders({ random, limits }: RefuseContext, requestId: string, took: Millis): Headers {
  const headers = {
    'content-type': 'application/json',
    'x-request-id': requestId,
    ...ACCOUNT,
    'openai-processing-ms': String(Math.round(took)),
    'openai-version': '2020-10-01',
    'access-control-expose-headers': 'X-Request-ID',
    'x-openai-proxy-wasm': 'v0.1',
    server: 'cloudflare',
    'cf-cache-status': 'DYNAMIC',
    'cf-ray': `${drawnHex(random, 'ray', 16)}-LHR`,
  };
  return limits === null ? headers : { ...headers, ...limitHeaders(limits) };
}

function limitHeaders({ requests, tokens }: LimitState): Headers {
  return {
    ...(requests === null ? {} : gauge('requests', requests)),
    ...(tokens === null ? {} : gauge('tokens', tokens)),
  };
}

function gauge(name: string, { limit, remaining, resetsIn }: LimitGauge): Headers {
  return {
    [`x-ratelimit-limit-${name}`]: String(Math.round(limit)),
    [`x-ratelimit-remaining-${name}`]: String(Math.max(0, Math.floor(remaining))),
    [`x-ratelimit-reset-${name}`]: goDuration(resetsIn),
  };
}

/** As Go prints a duration; never shorter than it is. */
export function goDuration(duration: Millis): string {
  const whole = Math.ceil(Math.max(0, duration));
  if (whole === 0) return '0s';
  if (whole < 1000) return `${whole}ms`;
  const seconds = `${(whole % 60_000) / 1000}s`;
  const minutes = Math.floor(whole / 60_000);
  if (minutes === 0) return seconds;
  return minutes < 60 ? `${minutes}m${seconds}` : `${Math.floor(minutes / 60)}h${minutes % 60}m${seconds}`;
}
