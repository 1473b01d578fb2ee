/** What Anthropic answers without a model: counts of tokens, and which models there are. */
import type { JsonObject } from '../answers/json-shape.js';
import type { WirePlan, WireRequest } from '../../model/wire.js';
import { refuseAnthropic } from './anthropic-errors.js';
import { answerHeaders } from './anthropic-headers.js';
import { mistakeInPrompt, NOT_JSON, readPrompt, routeOf } from './anthropic-request.js';
import type { RefuseContext } from './provider.js';
import { badRequest, unknownRoute } from './refused.js';
import { replyAtOnce } from './reply.js';
import { nameAtEnd, parseBody } from './request-body.js';

/** Names of 2026, so that a picker of models has something to pick; every other name is known too. */
const MODELS = ['claude-opus-4-7', 'claude-sonnet-4-6', 'claude-haiku-4-5-20251001'];
const LINES = ['haiku', 'sonnet', 'opus'];
const CREATED = '2026-02-05T00:00:00Z';

export function sideAnthropic(request: WireRequest, context: RefuseContext): WirePlan {
  switch (routeOf(request)) {
    case 'count-tokens':
      return countTokens(request, context);
    case 'models':
      return ok(listOf(MODELS), context);
    case 'model':
      return ok(modelOf(nameAtEnd(request.path)), context);
    default:
      return refuseAnthropic(unknownRoute('Not Found'), context);
  }
}

function countTokens(request: WireRequest, context: RefuseContext): WirePlan {
  const body = parseBody(request.body);
  if (body === null) return refuseAnthropic(badRequest(NOT_JSON), context);
  const mistake = mistakeInPrompt(body);
  if (mistake !== null) return refuseAnthropic(badRequest(mistake), context);
  return ok({ input_tokens: readPrompt(body).tokensIn }, context);
}

function listOf(names: readonly string[]): JsonObject {
  return {
    data: names.map(modelOf),
    first_id: names[0] ?? null,
    last_id: names.at(-1) ?? null,
    has_more: false,
  };
}

/**
 * With every field that the vendor's types promise: the SDK for Java can refuse a list without them. Simplified: the
 * same limits for all, and null, as the types allow, for what a model is capable of.
 */
function modelOf(id: string): JsonObject {
  return {
    type: 'model',
    id,
    display_name: id,
    created_at: CREATED,
    lifecycle: 'active',
    deprecated_at: null,
    retires_at: null,
    line: LINES.find((line) => id.includes(line)) ?? null,
    max_input_tokens: 200_000,
    max_tokens: 64_000,
    capabilities: null,
  };
}

function ok(body: JsonObject, context: RefuseContext): WirePlan {
  return replyAtOnce(200, answerHeaders(context), JSON.stringify(body));
}
