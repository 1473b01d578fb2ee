/**
 * Errors of the vendors as they were recorded, reported or documented, and which of them a provider
 * gives for which refusal. What no refusal asks for is listed with the reason.
 */
import { readFileSync } from 'node:fs';
import type { LimitState } from '../../src/catalog/providers/provider.js';
import type { Refusal } from '../../src/model/llm.js';
import { LIMITS, refusalOf } from './dialect.js';

export interface Recorded {
  readonly provider: string;
  readonly name: string;
  readonly kind: 'http' | 'sse';
  readonly bodyFormat: 'json' | 'html' | 'text' | 'sse';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Readonly<Record<string, unknown>>;
  readonly sdkClass: string | null;
  readonly sdkAttempts: number;
}

export const recordings = JSON.parse(
  readFileSync(new URL('../fixtures/provider-errors.json', import.meta.url), 'utf8'),
) as readonly Recorded[];

export interface Claim {
  readonly refusal: Refusal;
  readonly limits: LimitState | null;
}

function claim(refusal: Partial<Refusal>, limits: LimitState | null = null): Claim {
  return { refusal: refusalOf(refusal), limits };
}

const seconds = (count: number): Pick<Refusal, 'retryAfter'> => ({
  retryAfter: { kind: 'seconds', ms: count * 1000 },
});

const NO_REQUESTS: LimitState = LIMITS;
const NO_TOKENS: LimitState = {
  requests: { ...LIMITS.requests, remaining: 3991 },
  tokens: { ...LIMITS.tokens, remaining: 0 },
};

export const claims: ReadonlyMap<string, Claim> = new Map([
  [
    'anthropic/invalid_request_missing_field',
    claim({ reason: 'bad-request', status: 400, message: 'max_tokens: Field required' }),
  ],
  [
    'anthropic/prompt_too_long',
    claim({
      reason: 'bad-request',
      status: 400,
      message: 'prompt is too long: 205351 tokens > 200000 maximum',
    }),
  ],
  ['anthropic/credit_balance_too_low', claim({ reason: 'quota-exhausted', status: 429 })],
  [
    'anthropic/customer_spend_cap_reached',
    claim({
      reason: 'quota-exhausted',
      status: 429,
      message: 'You have reached your specified API usage limits.',
    }),
  ],
  ['anthropic/authentication_error_x_api_key', claim({ reason: 'auth-rejected', status: 401 })],
  [
    'anthropic/authentication_error_bearer',
    claim({ reason: 'auth-rejected', status: 401, message: 'Invalid authentication credentials' }),
  ],
  ['anthropic/billing_error', claim({ status: 402 })],
  ['anthropic/permission_error', claim({ status: 403 })],
  ['anthropic/model_not_found', claim({ reason: 'retired-model', status: 404 })],
  ['anthropic/conflict_error', claim({ status: 409 })],
  ['anthropic/rate_limit_requests', claim({ reason: 'rate-limit', status: 429, ...seconds(3) }, NO_REQUESTS)],
  ['anthropic/rate_limit_bare_no_headers', claim({ status: 429 })],
  ['anthropic/api_error', claim({ status: 500 })],
  ['anthropic/api_error_overloaded_text', claim({ status: 500, message: 'Overloaded' })],
  ['anthropic/cf_bad_gateway_html', claim({ status: 502 })],
  ['anthropic/envoy_upstream_reset', claim({ status: 503 })],
  ['anthropic/timeout_error', claim({ status: 504 })],
  ['anthropic/cf_gateway_timeout_html', claim({ reason: 'html-page', status: 504 })],
  ['anthropic/cf_520_html', claim({ status: 520 })],
  ['anthropic/cf_522_html', claim({ status: 522 })],
  ['anthropic/cf_524_html', claim({ status: 524 })],
  ['anthropic/overloaded_error', claim({ reason: 'overloaded', status: 529 })],
  ['openai/invalid_value', claim({ status: 400 })],
  ['openai/invalid_api_key', claim({ reason: 'auth-rejected', status: 401 })],
  ['openai/unsupported_country_region_territory', claim({ status: 403 })],
  ['openai/conflict', claim({ status: 409 })],
  ['openai/unprocessable', claim({ status: 422 })],
  ['openai/rate_limit_tokens', claim({ reason: 'rate-limit', status: 429, ...seconds(3) }, NO_TOKENS)],
  ['openai/rate_limit_requests', claim({ reason: 'rate-limit', status: 429 }, NO_REQUESTS)],
  ['openai/rate_limit_no_hint', claim({ reason: 'rate-limit', status: 429 })],
  ['openai/insufficient_quota', claim({ reason: 'quota-exhausted', status: 429 })],
  ['openai/server_error', claim({ status: 500 })],
  ['openai/cf_bad_gateway_json', claim({ status: 502 })],
  ['openai/server_is_overloaded', claim({ reason: 'overloaded', status: 503, ...seconds(2) })],
  ['openai/cf_gateway_timeout_html', claim({ status: 504 })],
  ['openai/cf_520_html', claim({ status: 520 })],
  ['openai/cf_522_html', claim({ status: 522 })],
  ['openai/cf_524_html', claim({ status: 524 })],
  ['openai/cf_530_html', claim({ status: 530 })],
  ['openai/model_not_found', claim({ reason: 'retired-model', status: 404 })],
]);

const OF_AN_ACCOUNT = 'a code of an account or a key, which no fault tells apart';
const ONE_GAUGE = 'input and output tokens have one gauge here';
const OTHER_SAYING = 'another saying of a status that has one here; the fault `status` can copy it by `body`';

export const unclaimed: ReadonlyMap<string, string> = new Map([
  ['anthropic/organization_on_hold', OF_AN_ACCOUNT],
  ['anthropic/linked_organization_spend_limit', OF_AN_ACCOUNT],
  ['anthropic/edge_region_block', OTHER_SAYING],
  ['anthropic/request_too_large_edge', 'nothing that the edge says has a place for a canary here'],
  ['anthropic/request_too_large_after_decoding', OF_AN_ACCOUNT],
  ['anthropic/rate_limit_input_tokens', ONE_GAUGE],
  ['anthropic/rate_limit_output_tokens', ONE_GAUGE],
  ['anthropic/rate_limit_ramp', OF_AN_ACCOUNT],
  ['anthropic/enforced_spend_limit_reached', OF_AN_ACCOUNT],
  ['anthropic/contract_spend_limit_reached', OF_AN_ACCOUNT],
  ['anthropic/cmek_key_unreachable', OF_AN_ACCOUNT],
  ['anthropic/compaction_unavailable', OF_AN_ACCOUNT],
  ['openai/context_length_exceeded', OTHER_SAYING],
  ['openai/missing_api_key', 'a missing key is let through'],
  ['openai/rate_limit_request_too_large', OTHER_SAYING],
  ['openai/slow_down', OTHER_SAYING],
  ['openai/credit_balance_exhausted', OTHER_SAYING],
  ['openai/load_shedding_come_back_later', OTHER_SAYING],
  ['openai/cf_bad_gateway_html', OTHER_SAYING],
  ['openai/engine_overloaded_legacy', OTHER_SAYING],
  ['openai/cf_service_unavailable_json', OTHER_SAYING],
]);

export function nameOf({ provider, name }: Recorded): string {
  return `${provider}/${name}`;
}

export const recordedErrors = recordings.filter(({ kind }) => kind === 'http');

export interface Claimed extends Claim {
  readonly recorded: Recorded;
}

export const claimedErrors: readonly Claimed[] = recordedErrors.flatMap((recorded) => {
  const found = claims.get(nameOf(recorded));
  return found === undefined ? [] : [{ ...found, recorded }];
});
