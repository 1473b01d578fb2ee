/**
 * Somebody met an outage and wrote a loop around the call. Whatever went wrong, it tries again at once,
 * so that each user becomes ten calls just when the provider has none to spare.
 */
import { serveWhenMain, type Chatbot } from './chatbot.js';
import { anthropic, type Environment } from './dialects.js';
import { plainChat, sendOnce, type Send } from './plain-chat.js';

const ATTEMPTS = 10;

export function stubborn(env: Environment): Chatbot {
  return plainChat(anthropic(env), sendStubbornly);
}

const sendStubbornly: Send = async (call) => {
  let last = '';
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    try {
      return await sendOnce(call);
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
  }
  throw new Error(`gave up after ${ATTEMPTS} attempts: ${last}`);
};

serveWhenMain(import.meta.url, stubborn);
