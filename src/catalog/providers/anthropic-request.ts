/**
 * Reads a request of the Messages API. Both versions are read alike: 2023-06-01 with `x-api-key` and
 * 2026-10-21 with a Bearer token, where a message may have the role `system`. Keys, unknown fields
 * and fields that a version has dropped are let through: older clients still send them.
 */
import type { LlmCall, LlmTool } from '../../model/llm.js';
import type { Json } from '../../model/units.js';
import type { WireRequest } from '../../model/wire.js';
import { isJsonObject, type JsonObject } from '../answers/json-shape.js';
import { mistakeInMessages } from './anthropic-messages.js';
import { thoughtOf } from './anthropic-thinking.js';
import type { ReadRequest } from './provider.js';
import { badRequest, refused, unknownRoute } from './refused.js';
import { countOrNull, isList, parseBody, stringOr, textOfContent, tokensOf } from './request-body.js';

export type Route = 'messages' | 'count-tokens' | 'models' | 'model' | 'unknown';

/** The official SDK adds `/v1` to its base, the AI SDK does not. */
export function routeOf({ method, path }: WireRequest): Route {
  const route = path.startsWith('/v1/') ? path.slice(3) : path;
  if (method === 'POST') {
    if (route === '/messages') return 'messages';
    return route === '/messages/count_tokens' ? 'count-tokens' : 'unknown';
  }
  if (method !== 'GET') return 'unknown';
  if (route === '/models') return 'models';
  return route.startsWith('/models/') ? 'model' : 'unknown';
}

export const NOT_JSON = 'The request body is not valid JSON';

export function readAnthropic(request: WireRequest): ReadRequest {
  const route = routeOf(request);
  if (route === 'unknown') return refused(unknownRoute('Not Found'));
  if (route !== 'messages') return { kind: 'side' };
  const body = parseBody(request.body);
  if (body === null) return refused(badRequest(NOT_JSON));
  const mistake = mistakeIn(body);
  return mistake === null ? { kind: 'call', call: callOf(body) } : refused(badRequest(mistake));
}

/** What the vendor says no to, in its words; simplified to what every call needs. */
function mistakeIn(body: JsonObject): string | null {
  return (
    mistakeInModel(body['model']) ?? mistakeInLimit(body['max_tokens']) ?? mistakeInMessages(body['messages'])
  );
}

/** Of what is counted only: everything but the limit of the answer. */
export function mistakeInPrompt(body: JsonObject): string | null {
  return mistakeInModel(body['model']) ?? mistakeInMessages(body['messages']);
}

function mistakeInModel(model: Json | undefined): string | null {
  if (model === undefined) return 'model: Field required';
  return typeof model === 'string' ? null : 'model: Input should be a valid string';
}

function mistakeInLimit(limit: Json | undefined): string | null {
  if (limit === undefined) return 'max_tokens: Field required';
  if (typeof limit !== 'number' || !Number.isInteger(limit))
    return 'max_tokens: Input should be a valid integer';
  return limit < 1 ? 'max_tokens: Input should be greater than or equal to 1' : null;
}

const NO_WISHES = { thinking: false };

function callOf(body: JsonObject): LlmCall {
  const { newest, everything, hasToolResult, tokensIn } = readPrompt(body);
  const options = wishesOf(body['thinking']);
  const limit = countOrNull(body['max_tokens']);
  return {
    model: stringOr(body['model'], ''),
    stream: body['stream'] === true,
    newest,
    everything,
    hasToolResult,
    tools: toolsOf(body['tools']),
    toolChoice: choiceOf(body['tool_choice']),
    schema: schemaOf(body),
    // What is thought is part of it.
    maxTokens: limit === null ? null : limit - thoughtOf({ options }).length,
    tokensIn,
    options,
  };
}

function wishesOf(thinking: Json | undefined): LlmCall['options'] {
  return isJsonObject(thinking) && thinking['type'] === 'enabled' ? { thinking: true } : NO_WISHES;
}

/** The vendor's figure for the largest picture that it doesn't make smaller; pages of a PDF count alike. */
const TOKENS_AN_IMAGE = 1600;

type Read = Pick<LlmCall, 'newest' | 'everything' | 'hasToolResult' | 'tokensIn'>;

export function readPrompt(body: JsonObject): Read {
  const messages = isList(body['messages']) ? body['messages'] : [];
  let newest = '';
  let hasToolResult = false;
  let images = 0;
  const textOfBlock = (block: JsonObject): string => {
    if (isPicture(block)) images += 1;
    if (block['type'] !== 'tool_result') return textOfAny(block);
    hasToolResult = true;
    return textOfContent(block['content'], textOfBlock);
  };
  let everything = textOfContent(body['system'], textOfBlock);
  for (const message of messages) {
    if (!isJsonObject(message)) continue;
    const text = textOfContent(message['content'], textOfBlock);
    everything = everything === '' ? text : `${everything}\n${text}`;
    if (message['role'] === 'user') newest = text;
  }
  const prompt = { everything, messages: messages.length, images, tools: body['tools'] };
  return { newest, everything, hasToolResult, tokensIn: tokensOf(prompt, TOKENS_AN_IMAGE) };
}

function isPicture({ type, source }: JsonObject): boolean {
  return type === 'image' || (type === 'document' && isJsonObject(source) && source['type'] !== 'text');
}

function textOfAny(block: JsonObject): string {
  switch (block['type']) {
    case 'text':
      return stringOr(block['text'], '');
    case 'thinking':
      return stringOr(block['thinking'], '');
    case 'tool_use':
      return JSON.stringify(block['input'] ?? null);
    case 'document':
      return isJsonObject(block['source']) ? textOfSource(block['source']) : '';
    default:
      return '';
  }
}

function textOfSource(source: JsonObject): string {
  return source['type'] === 'text' ? stringOr(source['data'], '') : '';
}

const NO_TOOLS: readonly LlmTool[] = [];

/** Tools that the vendor runs itself have no schema, and are never called here. */
function toolsOf(tools: Json | undefined): readonly LlmTool[] {
  if (!isList(tools)) return NO_TOOLS;
  const found: LlmTool[] = [];
  for (const tool of tools) {
    if (!isJsonObject(tool) || !isJsonObject(tool['input_schema'])) continue;
    found.push({ name: stringOr(tool['name'], ''), schema: tool['input_schema'] });
  }
  return found;
}

const FREE = { kind: 'free' } as const;

function choiceOf(choice: Json | undefined): LlmCall['toolChoice'] {
  if (!isJsonObject(choice)) return FREE;
  switch (choice['type']) {
    case 'none':
      return { kind: 'none' };
    case 'any':
      return { kind: 'forced', name: 'any' };
    case 'tool':
      return { kind: 'forced', name: stringOr(choice['name'], 'any') };
    default:
      return FREE;
  }
}

/** `output_config.format` today, `output_format` while it was a beta. */
function schemaOf(body: JsonObject): Json {
  const config = body['output_config'];
  const format = isJsonObject(config) ? config['format'] : body['output_format'];
  return isJsonObject(format) ? (format['schema'] ?? null) : null;
}
