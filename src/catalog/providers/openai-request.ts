/**
 * Reads a request of Chat Completions. Unknown and older fields are let through, and so is any key.
 * Simplified: the old `functions` are not called.
 */
import type { LlmCall, LlmTool, Refusal } from '../../model/llm.js';
import type { Json } from '../../model/units.js';
import type { WireRequest } from '../../model/wire.js';
import { isJsonObject, type JsonObject } from '../answers/json-shape.js';
import { mistakeInMessages, wrongType } from './openai-messages.js';
import type { ReadRequest } from './provider.js';
import { badRequest, refused, unknownRoute } from './refused.js';
import { countOrNull, isList, parseBody, stringOr, textOfContent, tokensOf } from './request-body.js';

export type Route = 'chat' | 'embeddings' | 'models' | 'model' | 'unknown';

/** With and without `/v1`, since libraries differ in what they expect of a base URL. */
export function routeOf({ method, path }: WireRequest): Route {
  const route = path.startsWith('/v1/') ? path.slice(3) : path;
  if (method === 'POST') {
    if (route === '/chat/completions') return 'chat';
    return route === '/embeddings' ? 'embeddings' : 'unknown';
  }
  if (method !== 'GET') return 'unknown';
  if (route === '/models') return 'models';
  return route.startsWith('/models/') ? 'model' : 'unknown';
}

export const NOT_JSON =
  "We could not parse the JSON body of your request. (HINT: This likely means you aren't using your HTTP library correctly. The OpenAI API expects a JSON payload, but what was sent was not valid JSON.)";
export const NO_MODEL = 'you must provide a model parameter';

export function readOpenai(request: WireRequest): ReadRequest {
  const route = routeOf(request);
  if (route === 'unknown') return refused(invalidUrl(request));
  if (route !== 'chat') return { kind: 'side' };
  const body = parseBody(request.body);
  if (body === null) return refused(badRequest(NOT_JSON));
  const mistake = mistakeIn(body);
  return mistake === null ? { kind: 'call', call: callOf(body) } : refused(mistake);
}

export function invalidUrl({ method, path }: WireRequest): ReturnType<typeof unknownRoute> {
  return unknownRoute(`Invalid URL (${method} ${path})`);
}

function mistakeIn(body: JsonObject): Refusal | null {
  if (typeof body['model'] !== 'string' || body['model'] === '') return badRequest(NO_MODEL);
  return mistakeInMessages(body['messages']) ?? mistakeInCounts(body);
}

const COUNTS = ['max_tokens', 'max_completion_tokens', 'n'];

function mistakeInCounts(body: JsonObject): Refusal | null {
  for (const name of COUNTS) {
    const count = body[name];
    if (count !== undefined && count !== null && typeof count !== 'number')
      return wrongType(name, 'an integer', count);
  }
  return null;
}

function callOf(body: JsonObject): LlmCall {
  const { newest, everything, hasToolResult, tokensIn } = readPrompt(body);
  return {
    model: stringOr(body['model'], ''),
    stream: body['stream'] === true,
    newest,
    everything,
    hasToolResult,
    tools: toolsOf(body['tools']),
    toolChoice: choiceOf(body['tool_choice']),
    schema: schemaOf(body['response_format']),
    maxTokens: countOrNull(body['max_completion_tokens']) ?? countOrNull(body['max_tokens']),
    tokensIn,
    options: wishesOf(body),
  };
}

/** The vendor's own example: a picture of 1024 by 1024, looked at closely. */
const TOKENS_AN_IMAGE = 765;

type Read = Pick<LlmCall, 'newest' | 'everything' | 'hasToolResult' | 'tokensIn'>;

function readPrompt(body: JsonObject): Read {
  const messages = isList(body['messages']) ? body['messages'] : [];
  let newest = '';
  let everything = '';
  let hasToolResult = false;
  let images = 0;
  const textOfPart = (part: JsonObject): string => {
    if (part['type'] === 'image_url') images += 1;
    return stringOr(part['text'], '');
  };
  for (const message of messages) {
    if (!isJsonObject(message)) continue;
    const { role } = message;
    const text = textOfMessage(message, textOfPart);
    everything = everything === '' ? text : `${everything}\n${text}`;
    if (role === 'tool' || role === 'function') hasToolResult = true;
    if (role === 'user' || role === 'tool' || role === 'function') newest = text;
  }
  const prompt = { everything, messages: messages.length, images, tools: body['tools'] };
  return { newest, everything, hasToolResult, tokensIn: tokensOf(prompt, TOKENS_AN_IMAGE) };
}

function textOfMessage(message: JsonObject, textOfPart: (part: JsonObject) => string): string {
  const text = textOfContent(message['content'], textOfPart);
  const calls = message['tool_calls'];
  return isList(calls) ? `${text}\n${textOfContent(calls, argumentsOf)}` : text;
}

function argumentsOf(call: JsonObject): string {
  return isJsonObject(call['function']) ? stringOr(call['function']['arguments'], '') : '';
}

const NO_TOOLS: readonly LlmTool[] = [];

function toolsOf(tools: Json | undefined): readonly LlmTool[] {
  if (!isList(tools)) return NO_TOOLS;
  const found: LlmTool[] = [];
  for (const tool of tools) {
    const named = isJsonObject(tool) ? tool['function'] : undefined;
    if (!isJsonObject(named)) continue;
    found.push({ name: stringOr(named['name'], ''), schema: named['parameters'] ?? null });
  }
  return found;
}

const FREE = { kind: 'free' } as const;
const ANY = { kind: 'forced', name: 'any' } as const;

function choiceOf(choice: Json | undefined): LlmCall['toolChoice'] {
  if (choice === 'none') return { kind: 'none' };
  if (choice === 'required') return ANY;
  if (!isJsonObject(choice)) return FREE;
  const { function: named, allowed_tools: allowed } = choice;
  if (isJsonObject(named)) return { kind: 'forced', name: stringOr(named['name'], 'any') };
  return isJsonObject(allowed) && allowed['mode'] === 'required' ? ANY : FREE;
}

/** `json_object` asks for JSON of any shape: this one has a string for the answer. */
const ANY_OBJECT: Json = {
  type: 'object',
  properties: { answer: { type: 'string' } },
  required: ['answer'],
};

function schemaOf(format: Json | undefined): Json {
  if (!isJsonObject(format)) return null;
  if (format['type'] === 'json_object') return ANY_OBJECT;
  const named = format['json_schema'];
  return isJsonObject(named) ? (named['schema'] ?? ANY_OBJECT) : null;
}

const NO_WISHES = { usage: false, obfuscation: true, choices: 1, logprobs: false, alternatives: false };
/** The vendor's own limit of `n`. */
const MOST_CHOICES = 128;

function wishesOf({
  stream_options: options,
  n,
  logprobs,
  top_logprobs: alternatives,
}: JsonObject): LlmCall['options'] {
  if (options === undefined && n === undefined && logprobs === undefined) return NO_WISHES;
  const stream = isJsonObject(options) ? options : {};
  return {
    usage: stream['include_usage'] === true,
    obfuscation: stream['include_obfuscation'] !== false,
    choices: Math.min(MOST_CHOICES, Math.max(1, Math.floor(countOrNull(n) ?? 1))),
    logprobs: logprobs === true,
    alternatives: (countOrNull(alternatives) ?? 0) > 0,
  };
}
