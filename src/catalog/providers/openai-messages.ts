/**
 * What the vendor says no to in a conversation, in its words. A turn that an outage spoiled and that an
 * app keeps all the same, without content or with a call of a tool that was never answered, is refused
 * with every question that follows (BerriAI/litellm#10083, docker/docker-agent#63).
 */
import type { Refusal } from '../../model/llm.js';
import type { Json } from '../../model/units.js';
import { isJsonObject, type JsonObject } from '../answers/json-shape.js';
import { badRequest } from './refused.js';
import { isList } from './request-body.js';

export function mistakeInMessages(messages: Json | undefined): Refusal | null {
  if (messages === undefined) return badRequest("Missing required parameter: 'messages'.");
  if (!isList(messages)) return wrongType('messages', 'an array of objects', messages);
  if (messages.length === 0)
    return badRequest(
      "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.",
    );
  /** Calls of tools that have no result yet; null where the last message that isn't a result called none. */
  let open: readonly string[] | null = null;
  for (const [index, message] of messages.entries()) {
    if (!isJsonObject(message)) return wrongType(`messages[${index}]`, 'an object', message);
    const mistake = mistakeInMessage(message, index) ?? mistakeAfter(open, message, index);
    if (mistake !== null) return mistake;
    open = message['role'] === 'tool' ? without(open, message['tool_call_id']) : calledIn(message);
  }
  return null;
}

export function wrongType(name: string, wanted: string, value: Json): Refusal {
  return badRequest(`Invalid type for '${name}': expected ${wanted}, but got ${nameOf(value)} instead.`);
}

function nameOf(value: Json): string {
  if (value === null) return 'null';
  if (typeof value === 'object') return isList(value) ? 'an array' : 'an object';
  return `a ${typeof value}`;
}

function mistakeInMessage(message: JsonObject, index: number): Refusal | null {
  const { role, content } = message;
  if (role === undefined) return badRequest(`Missing required parameter: 'messages[${index}].role'.`);
  if (content !== null || isList(message['tool_calls']) || isJsonObject(message['function_call']))
    return null;
  return badRequest(
    "Invalid value for 'content': expected a string, got null.",
    `messages.[${index}].content`,
  );
}

function mistakeAfter(open: readonly string[] | null, { role }: JsonObject, index: number): Refusal | null {
  const at = `messages.[${index}].role`;
  if (role === 'tool')
    return open === null
      ? badRequest(
          "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.",
          at,
        )
      : null;
  if (open === null || open.length === 0) return null;
  return badRequest(
    `An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: ${open.join(', ')}`,
    at,
  );
}

function calledIn({ tool_calls: calls }: JsonObject): readonly string[] | null {
  if (!isList(calls)) return null;
  return calls.map((call) => (isJsonObject(call) ? call['id'] : null)).filter((id) => typeof id === 'string');
}

function without(open: readonly string[] | null, answered: Json | undefined): readonly string[] | null {
  return open?.filter((id) => id !== answered) ?? null;
}
