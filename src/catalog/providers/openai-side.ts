/** What OpenAI answers without a model that talks: which models there are, and embeddings. */
import type { WirePlan, WireRequest } from '../../model/wire.js';
import type { JsonObject } from '../answers/json-shape.js';
import { embeddingsOf } from './openai-embeddings.js';
import { refuseOpenai } from './openai-errors.js';
import { answerHeaders } from './openai-headers.js';
import { invalidUrl, routeOf } from './openai-request.js';
import type { RefuseContext } from './provider.js';
import { badRequest } from './refused.js';
import { replyAtOnce } from './reply.js';
import { nameAtEnd } from './request-body.js';

/** Names of 2026, so that a picker of models has something to pick; every other name is known too. */
const MODELS = ['gpt-5.2', 'gpt-4.1', 'gpt-4.1-mini', 'text-embedding-3-small'];
const CREATED = 1_765_000_000;

export function sideOpenai(request: WireRequest, context: RefuseContext): WirePlan {
  switch (routeOf(request)) {
    case 'models':
      return ok({ object: 'list', data: MODELS.map(modelOf) }, context);
    case 'model':
      return ok(modelOf(nameAtEnd(request.path)), context);
    case 'embeddings': {
      const answer = embeddingsOf(request.body);
      return typeof answer === 'string' ? refuseOpenai(badRequest(answer), context) : ok(answer, context);
    }
    default:
      return refuseOpenai(invalidUrl(request), context);
  }
}

function modelOf(id: string): JsonObject {
  return { id, object: 'model', created: CREATED, owned_by: 'system' };
}

function ok(body: JsonObject, context: RefuseContext): WirePlan {
  return replyAtOnce(200, answerHeaders(context, 1), `${JSON.stringify(body, null, 2)}\n`);
}
