/**
 * Anthropic's Messages API, https://platform.claude.com/docs/en/api/messages, in both versions that
 * clients speak (2023-06-01 and 2026-10-21), as recorded in public cassettes up to summer 2026.
 * Simplified: one block an answer (text or a call of a tool) after a short thought where one was asked
 * for, no stop sequences, no server tools, no cache.
 */
import { harmlessKey } from '../answers/canary.js';
import { PING, streamedMessage, wholeMessage } from './anthropic-answer.js';
import { errorEventAnthropic, refuseAnthropic } from './anthropic-errors.js';
import { readAnthropic } from './anthropic-request.js';
import { sideAnthropic } from './anthropic-side.js';
import type { Provider } from './provider.js';

export const anthropic: Provider = {
  id: 'anthropic',
  title: 'Anthropic Messages',
  // The official SDK, LangChain, LiteLLM and Spring AI, each with its own name for it; none wants /v1 in it.
  env: (url) => ({
    ANTHROPIC_BASE_URL: url,
    ANTHROPIC_API_URL: url,
    ANTHROPIC_API_BASE: url,
    SPRING_AI_ANTHROPIC_BASE_URL: url,
    ANTHROPIC_API_KEY: harmlessKey('anthropic'),
    SPRING_AI_ANTHROPIC_API_KEY: harmlessKey('anthropic'),
  }),
  read: readAnthropic,
  whole: wholeMessage,
  stream: streamedMessage,
  refuse: refuseAnthropic,
  overloadStatus: 529,
  errorEvent: errorEventAnthropic,
  ping: PING,
  speaks: 'Messages (POST /v1/messages), counts of tokens and lists of models',
  detours: [],
  side: sideAnthropic,
};
