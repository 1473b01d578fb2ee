/**
 * What the vendor says no to in a conversation, in its words. A turn that an outage spoiled and that an
 * app keeps all the same, empty or with a call of a tool that was never answered, is refused with every
 * question that follows (anthropics/claude-code#1776, corespeed-io/zypher-agent#122).
 */
import type { Json } from '../../model/units.js';
import { isJsonObject, type JsonObject } from '../answers/json-shape.js';
import { isList } from './request-body.js';

export function mistakeInMessages(messages: Json | undefined): string | null {
  if (messages === undefined) return 'messages: Field required';
  if (!isList(messages)) return 'messages: Input should be a valid list';
  if (messages.length === 0) return 'messages: at least one message is required';
  let hasBlocks = false;
  for (const [index, message] of messages.entries()) {
    const mistake = mistakeInMessage(message, `messages.${index}`, index === messages.length - 1);
    if (mistake !== null) return mistake;
    hasBlocks ||= isJsonObject(message) && isList(message['content']);
  }
  return hasBlocks ? mistakeInTools(messages) : null;
}

function mistakeInMessage(message: Json, at: string, isLast: boolean): string | null {
  if (!isJsonObject(message)) return `${at}: Input should be a valid dictionary`;
  const { role, content } = message;
  if (role === undefined) return `${at}.role: Field required`;
  if (content === undefined) return `${at}.content: Field required`;
  const isEmpty = content === '' || (isList(content) && content.length === 0);
  if (isEmpty && !(isLast && role === 'assistant'))
    return `${at}: all messages must have non-empty content except for the optional final assistant message`;
  return isList(content) ? mistakeInTexts(content) : null;
}

function mistakeInTexts(blocks: readonly Json[]): string | null {
  for (const block of blocks) {
    if (!isJsonObject(block) || block['type'] !== 'text' || typeof block['text'] !== 'string') continue;
    if (block['text'] === '') return 'messages: text content blocks must be non-empty';
    if (block['text'].trim() === '') return 'messages: text content blocks must contain non-whitespace text';
  }
  return null;
}

/** Calls of tools are answered in the next turn; messages of one role in a row are one turn. */
function mistakeInTools(messages: readonly Json[]): string | null {
  let turn = { isModels: false, at: 0, called: NONE, open: NONE };
  for (const [index, message] of messages.entries()) {
    if (!isJsonObject(message)) continue;
    const isModels = message['role'] === 'assistant';
    if (isModels && !turn.isModels && turn.open.length > 0) return unanswered(turn);
    if (isModels) {
      const called = fieldsOf(message, 'tool_use', 'id');
      const all = turn.isModels ? [...turn.called, ...called] : called;
      turn = { isModels, at: index, called: all, open: all };
      continue;
    }
    const answered = fieldsOf(message, 'tool_result', 'tool_use_id');
    const unasked = answered.find((id) => !turn.called.includes(id));
    if (unasked !== undefined) return unexpected(message, index, unasked);
    turn = { ...turn, isModels, open: turn.open.filter((id) => !answered.includes(id)) };
  }
  return turn.isModels || turn.open.length === 0 ? null : unanswered(turn);
}

const NONE: readonly string[] = [];

function unanswered({ at, open }: { readonly at: number; readonly open: readonly string[] }): string {
  return `messages.${at}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${open.join(', ')}. Each \`tool_use\` block must have a corresponding \`tool_result\` block in the next message.`;
}

function unexpected({ content }: JsonObject, index: number, id: string): string {
  const blocks = isList(content) ? content : [];
  const place = blocks.findIndex((block) => isJsonObject(block) && block['tool_use_id'] === id);
  return `messages.${index}.content.${place}: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${id}. Each \`tool_result\` block must have a corresponding \`tool_use\` block in the previous message.`;
}

function fieldsOf({ content }: JsonObject, type: string, field: string): readonly string[] {
  if (!isList(content)) return NONE;
  return content
    .filter((block): block is JsonObject => isJsonObject(block) && block['type'] === type)
    .map((block) => block[field])
    .filter((id) => typeof id === 'string');
}
