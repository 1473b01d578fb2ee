/**
 * The first version of every product: no timeout, no retry, and the error as it came. It works until
 * the provider doesn't.
 */
import { serveWhenMain, type Chatbot } from './chatbot.js';
import { anthropic, type Environment } from './dialects.js';
import { plainChat, sendOnce } from './plain-chat.js';

export function naive(env: Environment): Chatbot {
  return plainChat(anthropic(env), sendOnce);
}

serveWhenMain(import.meta.url, naive);
