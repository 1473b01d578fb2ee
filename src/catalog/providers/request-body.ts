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

export function tokensOf(body: string): number {
  return Math.ceil(body.length / CHARACTERS_A_TOKEN);
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
