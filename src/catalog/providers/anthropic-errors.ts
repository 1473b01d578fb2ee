/**
 * How Anthropic says no, by reason and status: bodies and headers from recordings and reports of 2025
 * and 2026. Out of credit is still a 400 (reports up to August 2026). A 502 is the edge's page, a 503
 * Envoy's plain text (3 and 10 September 2025), 520 and above Cloudflare's. Simplified: a refused key
 * is told `invalid x-api-key` in both versions; the account's error codes (`details`) are left out.
 */
import type { Refusal } from '../../model/llm.js';
import type { WirePlan } from '../../model/wire.js';
import { errorHeaders, addLimits } from './anthropic-headers.js';
import { edgeHeaders, edgePage, isOfTheEdge, shortEdgeHeaders, shortEdgePage } from './edge-page.js';
import type { LimitState, RefuseContext } from './provider.js';
import { replyAtOnce, type Headers, type OpenHeaders } from './reply.js';
import { retryAfterHeaders } from './retry-after.js';

const HOST = 'api.anthropic.com';

interface Words {
  readonly type: string;
  readonly message: string;
}

const BY_STATUS: ReadonlyMap<number, Words> = new Map([
  [400, { type: 'invalid_request_error', message: 'Invalid request' }],
  [401, { type: 'authentication_error', message: 'invalid x-api-key' }],
  [402, { type: 'billing_error', message: 'There is a billing problem on your account.' }],
  [403, { type: 'permission_error', message: 'Your API key lacks permission for this resource.' }],
  [404, { type: 'not_found_error', message: 'Not Found' }],
  [409, { type: 'conflict_error', message: 'The request conflicts with another one.' }],
  [413, { type: 'request_too_large', message: 'Request exceeds the maximum size' }],
  [429, { type: 'rate_limit_error', message: 'Error' }],
  [500, { type: 'api_error', message: 'Internal server error' }],
  [504, { type: 'timeout_error', message: 'Request timed out' }],
  [529, { type: 'overloaded_error', message: 'Overloaded' }],
]);

const OVERLOADED = { type: 'overloaded_error', message: 'Overloaded' };
const OUT_OF_CREDIT =
  'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.';
const UNSUPPORTED = 'This model does not support the requested setting.';

/** Said by the vendor itself on what it wants to be tried again, and on what not; else left to the SDK. */
const SHOULD_RETRY: ReadonlyMap<number, string> = new Map([
  [429, 'true'],
  [500, 'true'],
  [529, 'true'],
]);

export function refuseAnthropic(refusal: Refusal, context: RefuseContext): WirePlan {
  const wait = retryAfterHeaders(refusal.retryAfter, context.wallTime);
  if (refusal.reason === 'quota-exhausted') {
    const words = { type: 'invalid_request_error', message: refusal.message ?? OUT_OF_CREDIT };
    return said(400, words, { context, headers: { 'x-should-retry': 'false', ...wait } });
  }
  return (
    fromTheEdge(refusal, context, wait) ??
    said(refusal.status, wordsOf(refusal, context), {
      context,
      headers: { ...hints(refusal, context), ...wait },
    })
  );
}

/** An error after a head that said 200: always JSON, whatever the status would have been. */
export function errorEventAnthropic(refusal: Refusal, { canary }: RefuseContext): string {
  const words = refusal.reason === 'overloaded' ? OVERLOADED : (BY_STATUS.get(refusal.status) ?? API_ERROR);
  const error = { details: null, type: words.type, message: refusal.message ?? words.message };
  const body = { type: 'error', error, request_id: `req_${canary}` };
  return `event: error\ndata: ${JSON.stringify(body)}\n\n`;
}

const API_ERROR: Words = { type: 'api_error', message: 'Internal server error' };

function said(
  status: number,
  error: Words,
  { context, headers }: { context: RefuseContext; headers: Headers },
): WirePlan {
  const id = `req_${context.canary}`;
  const known = status === 500 ? { details: null, ...error } : error;
  const body = JSON.stringify({ type: 'error', error: known, request_id: id });
  return replyAtOnce(status, { ...errorHeaders(status, id, context.random), ...headers }, body);
}

function wordsOf(refusal: Refusal, { model, limits }: RefuseContext): Words {
  const words = BY_STATUS.get(refusal.status) ?? wordsFor(refusal.status);
  if (refusal.message !== null) return { ...words, message: refusal.message };
  switch (refusal.reason) {
    case 'rate-limit':
      return { ...words, message: rateLimitText(limits) };
    case 'retired-model':
      return { ...words, message: `model: ${model}` };
    case 'bad-request':
      return refusal.status === 400 ? { ...words, message: UNSUPPORTED } : words;
    default:
      return words;
  }
}

function wordsFor(status: number): Words {
  return status < 500 ? { type: 'invalid_request_error', message: 'Invalid request' } : API_ERROR;
}

function rateLimitText(limits: LimitState | null): string {
  if (limits === null) return "This request would exceed your organization's rate limit.";
  const isTokens = limits.requests === null || (limits.tokens !== null && limits.requests.remaining >= 1);
  const gauge = isTokens ? limits.tokens : limits.requests;
  if (gauge === null) return "This request would exceed your organization's rate limit.";
  const what = isTokens ? 'tokens' : 'requests';
  const limit = Math.round(gauge.limit)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',');
  return `This request would exceed your organization's rate limit of ${limit} ${what} per minute.`;
}

function hints({ status }: Refusal, { limits, wallTime }: RefuseContext): Headers {
  const headers: OpenHeaders = {};
  const retry = SHOULD_RETRY.get(status);
  if (retry !== undefined) headers['x-should-retry'] = retry;
  if (status === 429 && limits !== null) addLimits(headers, limits, wallTime);
  return headers;
}

/** Null where the API itself answers: then it is JSON. Words of the author's own are always JSON. */
function fromTheEdge(refusal: Refusal, { canary }: RefuseContext, wait: Headers): WirePlan | null {
  const { status } = refusal;
  if (refusal.reason === 'html-page' || (refusal.message === null && isOfTheEdge(status)))
    return replyAtOnce(status, { ...edgeHeaders(canary), ...wait }, edgePage(HOST, status, canary));
  if (refusal.message !== null) return null;
  if (status === 502)
    return replyAtOnce(status, { ...shortEdgeHeaders(canary), ...wait }, shortEdgePage(canary));
  return status === 503
    ? replyAtOnce(status, { ...envoyHeaders(canary), ...wait }, envoyText(refusal, canary))
    : null;
}

function envoyHeaders(canary: string): Headers {
  return { 'content-type': 'text/plain', server: 'cloudflare', 'cf-ray': `${canary}-LHR` };
}

/** Envoy says `overflow` where its circuit breaker is open; the request id is ours, to know it again. */
function envoyText({ reason }: Refusal, canary: string): string {
  const because = reason === 'overloaded' ? 'overflow' : 'connection timeout';
  return `upstream connect error or disconnect/reset before headers. reset reason: ${because}, request id: req_${canary}`;
}
