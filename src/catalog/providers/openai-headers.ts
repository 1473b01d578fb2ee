/**
 * Headers of OpenAI's API as recorded in 2026. Simplified: no cookie, no HSTS, no alt-svc, never
 * compressed. Resets are Go durations, such as `6ms`, `1.2s` and `6m0s`.
 */
import type { Millis } from '../../model/units.js';
import { drawnHex } from './ids.js';
import type { LimitState, RefuseContext } from './provider.js';
import type { Headers, OpenHeaders } from './reply.js';

/** Invented; the real ones name who pays. */
const ORGANIZATION = 'example-org';
const PROJECT = 'proj_Zx81mQp0sVbT4nLw7cYe2HdA';
const OF_THE_ACCOUNT: ReadonlySet<string> = new Set(['openai-organization', 'openai-project']);
/** As recorded of one. */
const REFUSED_IN: Millis = 41;

export function answerHeaders(context: RefuseContext, took: Millis): OpenHeaders {
  const requestId = `req_${drawnHex(context.random, 'request', 32)}`;
  return headersOf(context, { contentType: 'application/json', requestId, took });
}

export function streamHeaders(context: RefuseContext, took: Millis): OpenHeaders {
  const requestId = `req_${drawnHex(context.random, 'request', 32)}`;
  return headersOf(context, { contentType: 'text/event-stream; charset=utf-8', requestId, took });
}

/** A refusal's request id is the canary; whose key is refused is not known. */
export function errorHeaders(status: number, context: RefuseContext): Headers {
  const requestId = `req_${context.canary}`;
  const headers = headersOf(context, { contentType: 'application/json', requestId, took: REFUSED_IN });
  if (status !== 401) return headers;
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !OF_THE_ACCOUNT.has(name)));
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

interface Made {
  readonly contentType: string;
  readonly requestId: string;
  readonly took: Millis;
}

function headersOf({ random, limits }: RefuseContext, { contentType, requestId, took }: Made): OpenHeaders {
  const headers: OpenHeaders = {
    'content-type': contentType,
    'x-request-id': requestId,
    'openai-organization': ORGANIZATION,
    'openai-project': PROJECT,
    'openai-processing-ms': String(Math.round(took)),
    'openai-version': '2020-10-01',
    'access-control-expose-headers': 'X-Request-ID',
    'x-openai-proxy-wasm': 'v0.1',
    server: 'cloudflare',
    'cf-cache-status': 'DYNAMIC',
    'cf-ray': `${drawnHex(random, 'ray', 16)}-LHR`,
  };
  if (limits !== null) addLimits(headers, limits);
  return headers;
}

/** In place, and name by name: every answer of an upstream with limits carries them. */
function addLimits(headers: OpenHeaders, { requests, tokens }: LimitState): void {
  if (requests !== null) {
    headers['x-ratelimit-limit-requests'] = String(Math.round(requests.limit));
    headers['x-ratelimit-remaining-requests'] = left(requests.remaining);
    headers['x-ratelimit-reset-requests'] = goDuration(requests.resetsIn);
  }
  if (tokens !== null) {
    headers['x-ratelimit-limit-tokens'] = String(Math.round(tokens.limit));
    headers['x-ratelimit-remaining-tokens'] = left(tokens.remaining);
    headers['x-ratelimit-reset-tokens'] = goDuration(tokens.resetsIn);
  }
}

function left(remaining: number): string {
  return String(Math.max(0, Math.floor(remaining)));
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
