/**
 * What must never reach a user. Every error of a mock carries a canary where a real one has its
 * request id, and every key that we hand to a subject is harmless and known again.
 */
import { randomOf } from '../../kit/random.js';

/** Vendors' ids begin alike too; it makes looking for ours cheap. */
const PREFIX = '01B';
const FREE = 12;
const SUM = 5;
const LENGTH = PREFIX.length + FREE + SUM;
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** 20 letters and digits, as in `req_01B…`, the last five of them a checksum. */
export function mintCanary(seed: number, attempt: number): string {
  const random = randomOf(seed).at('canary', attempt);
  let free = PREFIX;
  for (let index = 0; index < FREE / 4; index += 1) free += digits(random.at(index).bits(), 4);
  return free + sumOf(free);
}

/** In order of appearance, repeats included. */
export function canariesIn(text: string): readonly string[] {
  const found: string[] = [];
  let at = text.indexOf(PREFIX);
  while (at >= 0) {
    const candidate = text.slice(at, at + LENGTH);
    const isOurs = candidate.length === LENGTH && candidate.endsWith(sumOf(candidate.slice(0, -SUM)));
    if (isOurs) found.push(candidate);
    at = text.indexOf(PREFIX, isOurs ? at + LENGTH : at + 1);
  }
  return found;
}

const SECRET = 'brownout-harmless-key';

/** The key that a subject gets for a provider: it opens nothing, but looks enough like one to be redacted. */
export function harmlessKey(provider: string): string {
  const prefixes: Readonly<Record<string, string>> = {
    anthropic: 'sk-ant-api03-',
    openai: 'sk-proj-',
    openrouter: 'sk-or-v1-',
    gemini: 'AIzaSy-',
  };
  return `${prefixes[provider] ?? 'sk-'}${SECRET}-${provider}-0000000000000000000000AA`;
}

/** Our own keys, or enough of one to be known again. */
export function secretsIn(text: string): readonly string[] {
  if (!text.includes(SECRET)) return [];
  return Array.from(text.matchAll(/[\w-]*brownout-harmless-key[\w-]*/g), ([found]) => found);
}

function sumOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return digits((hash ^ (hash >>> 13)) >>> 0, SUM);
}

function digits(value: number, count: number): string {
  let left = value;
  let text = '';
  for (let index = 0; index < count; index += 1) {
    text += DIGITS.charAt(left % DIGITS.length);
    left = Math.floor(left / DIGITS.length);
  }
  return text;
}
