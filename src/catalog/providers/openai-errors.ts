/**
 * How OpenAI says no, by reason and status, from recordings, reports and documents up to 2026. A 502
 * is the edge's JSON (8 November 2023), 504 and 520 and above are Cloudflare's pages. Simplified: the
 * request id, which the vendor names in the words of a 500, stands in those of other refusals too,
 * so that an error that is passed on can be known again.
 */
import type { Refusal } from '../../model/llm.js';
import type { WirePlan } from '../../model/wire.js';
import { edgeHeaders, edgePage, isOfTheEdge } from './edge-page.js';
import { errorHeaders, gatewayHeaders } from './openai-headers.js';
import { detailsIn, rateLimitWords, type Words } from './openai-words.js';
import { DONE } from './openai-stream.js';
import type { RefuseContext } from './provider.js';
import { dataFrame, replyAtOnce, type Headers } from './reply.js';
import { retryAfterHeaders } from './retry-after.js';

const HOST = 'api.openai.com';
const INVALID = 'invalid_request_error';

const SERVER_ERROR: Words = {
  message:
    'The server had an error while processing your request. Sorry about that! You can retry your request, or contact us through our help center at help.openai.com if the error persists.',
  type: 'server_error',
  param: null,
  code: null,
};

const OVERLOADED: Words = {
  message: 'Our servers are currently overloaded. Please try again later.',
  type: 'service_unavailable_error',
  param: null,
  code: 'server_is_overloaded',
};

const OUT_OF_QUOTA: Words = {
  message:
    'You exceeded your current quota, please check your plan and billing details. For more information on this error, read the docs: https://platform.openai.com/docs/guides/error-codes/api-errors.',
  type: 'insufficient_quota',
  param: null,
  code: 'insufficient_quota',
};

const UNSUPPORTED = invalid('Unsupported value: this model does not support the requested setting.', {
  code: 'unsupported_value',
});

const BY_STATUS: ReadonlyMap<number, Words> = new Map([
  [400, invalid("Invalid value for 'messages'.", { param: 'messages', code: 'invalid_value' })],
  [
    401,
    invalid(
      'Incorrect API key provided: sk-proj-********AA. You can find your API key at https://platform.openai.com/account/api-keys.',
      { code: 'invalid_api_key' },
    ),
  ],
  [
    403,
    {
      message: 'Country, region, or territory not supported',
      type: 'request_forbidden',
      param: null,
      code: 'unsupported_country_region_territory',
    },
  ],
  [
    409,
    { message: 'Resource was updated by another request.', type: 'conflict_error', param: null, code: null },
  ],
  [422, invalid('Request could not be processed.')],
  [500, SERVER_ERROR],
  [502, { message: 'Bad gateway.', type: 'cf_bad_gateway', param: null, code: 502 }],
  [503, OVERLOADED],
  [529, OVERLOADED],
]);

function invalid(message: string, { param = null, code = null }: Partial<Omit<Words, 'type'>> = {}): Words {
  return { message, type: INVALID, param, code };
}

export function refuseOpenai(refusal: Refusal, context: RefuseContext): WirePlan {
  const { reason, message } = refusal;
  const status = reason === 'quota-exhausted' ? 429 : refusal.status;
  const wait = retryAfterHeaders(refusal.retryAfter, context.wallTime);
  const isPage = message === null && (status === 504 || isOfTheEdge(status));
  if (reason === 'html-page' || isPage) {
    const page = edgePage(HOST, status, context.canary);
    return replyAtOnce(status, { ...edgeHeaders(context.canary), ...wait }, page);
  }
  const words = wordsOf(refusal, context);
  const error = { ...words, message: named(message ?? words.message, words, context) };
  const headers = { ...headersOf(status, words, context), ...wait };
  return replyAtOnce(status, headers, `${JSON.stringify({ error }, null, 2)}\n`);
}

/** Recorded: the error line is followed by the same `[DONE]` as an answer. */
export function errorEventOpenai(refusal: Refusal, context: RefuseContext): string {
  const words =
    refusal.reason === 'overloaded' ? OVERLOADED : (BY_STATUS.get(refusal.status) ?? SERVER_ERROR);
  const error = { ...words, message: named(refusal.message ?? words.message, words, context) };
  return dataFrame(JSON.stringify({ error })) + DONE;
}

function wordsOf(refusal: Refusal, context: RefuseContext): Words {
  const { status, reason, message, param } = refusal;
  if (reason === 'quota-exhausted') return OUT_OF_QUOTA;
  if (status === 429) return rateLimitWords(refusal.retryAfter, context);
  if (reason === 'retired-model') return modelNotFound(context);
  if (reason === 'overloaded') return OVERLOADED;
  if (message !== null && status < 500 && reason !== 'auth-rejected')
    return invalid(message, param === undefined ? detailsIn(message) : { param });
  if (reason === 'bad-request' && status === 400) return UNSUPPORTED;
  return BY_STATUS.get(status) ?? wordsFor(status, context);
}

function wordsFor(status: number, context: RefuseContext): Words {
  if (status === 404) return modelNotFound(context);
  return status < 500 ? invalid('Invalid request.') : SERVER_ERROR;
}

function modelNotFound({ model }: RefuseContext): Words {
  const message = `The model \`${model}\` does not exist or you do not have access to it.`;
  return invalid(message, { code: 'model_not_found' });
}

/** A rate limit names the organization, which is where its canary is. */
function named(message: string, { code }: Words, { canary }: RefuseContext): string {
  if (message.includes(canary)) return message;
  if (typeof code === 'number') return `${message} (Ray ID: ${canary})`;
  return `${message} (Please include the request ID req_${canary} in your message.)`;
}

/** A missing model is told by a gateway, and a 502 by the edge: neither knows of an organization. */
function headersOf(status: number, { code }: Words, context: RefuseContext): Headers {
  if (code === 'model_not_found') return gatewayHeaders(context);
  return typeof code === 'number'
    ? edgeHeaders(context.canary, 'application/json')
    : errorHeaders(status, context);
}
