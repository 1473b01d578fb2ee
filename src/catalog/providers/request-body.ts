/** What requests of all dialects have in common: one JSON object, with texts in messages. */
import type { Json } from '../../model/units.js';
import { isJsonObject, type JsonObject } from '../answers/json-shape.js';

/** About four characters a token, as vendors tell people to reckon. */
const CHARACTERS_A_TOKEN = 4;

/** Null where it isn't one JSON object. */
export function parseBody(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** What frames each message, and the answer: OpenAI's cookbook counts three tokens for each. */
const TOKENS_AROUND = 3;

/** What a model reads of a request. */
export interface Prompt {
  /** Text of every message. */
  readonly everything: string;
  readonly messages: number;
  readonly images: number;
  readonly tools: Json | undefined;
}

/** The same for the same prompt, however it is asked for: whole, streamed or just counted. */
export function tokensOf({ everything, messages, images, tools }: Prompt, tokensAnImage: number): number {
  const characters = everything.length + (tools === undefined ? 0 : lengthOf(tools));
  const framed = (messages + 1) * TOKENS_AROUND;
  return Math.ceil(characters / CHARACTERS_A_TOKEN) + framed + images * tokensAnImage;
}

/** What nests deeper is no schema, and must not use up the stack. */
const DEEPEST = 100;

/** About what `JSON.stringify` would make of it, without making it. */
function lengthOf(value: Json, depth = 0): number {
  if (typeof value === 'string') return value.length + 2;
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return 4;
  let length = 2;
  if (isList(value)) for (const item of value) length += lengthOf(item, depth + 1) + 1;
  else for (const name in value) length += name.length + 4 + lengthOf(value[name] ?? null, depth + 1);
  return length;
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** Text of a message's content: a string, or blocks of which each says its text in its own way. */
export function textOfContent(content: Json | undefined, textOfBlock: (block: JsonObject) => string): string {
  if (typeof content === 'string') return content;
  if (!isList(content)) return '';
  let text = '';
  for (const block of content) {
    if (!isJsonObject(block)) continue;
    const said = textOfBlock(block);
    if (said !== '') text = text === '' ? said : `${text}\n${said}`;
  }
  return text;
}

export function stringOr(value: Json | undefined, fallback: string): string {
  return typeof value === 'string' ? value : fallback;
}

export function countOrNull(value: Json | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** The last part of a path, such as the name of a model. */
export function nameAtEnd(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
