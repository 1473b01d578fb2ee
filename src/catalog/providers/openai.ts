/**
 * OpenAI's Chat Completions, https://platform.openai.com/docs/api-reference/chat, as recorded in
 * public cassettes up to summer 2026, with models and embeddings beside it. Simplified: all
 * choices of `n` say the same, no reasoning, no stop sequences, no Responses API.
 */
import { harmlessKey } from '../answers/canary.js';
import { wholeCompletion } from './openai-answer.js';
import { errorEventOpenai, refuseOpenai } from './openai-errors.js';
import { readOpenai } from './openai-request.js';
import { sideOpenai } from './openai-side.js';
import { streamedCompletion } from './openai-stream.js';
import type { Provider } from './provider.js';

const NO_RESPONSES =
  'Libraries that take the Responses API by themselves can be told otherwise: openai.chat("…") for openai("…") in the AI SDK, useResponsesApi: false in LangChain, "openai-chat:…" in Pydantic AI, set_default_openai_api("chat_completions") in the Agents SDK.';

export const openai: Provider = {
  id: 'openai',
  title: 'OpenAI Chat Completions',
  // The official SDK's name, the older one of LangChain, LlamaIndex and LiteLLM, and that of Spring AI, which
  // adds /v1 itself in its version 1.
  env: (url) => ({
    OPENAI_BASE_URL: `${url}/v1`,
    OPENAI_API_BASE: `${url}/v1`,
    SPRING_AI_OPENAI_BASE_URL: url,
    OPENAI_API_KEY: harmlessKey('openai'),
    SPRING_AI_OPENAI_API_KEY: harmlessKey('openai'),
  }),
  read: readOpenai,
  whole: wholeCompletion,
  stream: streamedCompletion,
  refuse: refuseOpenai,
  overloadStatus: 503,
  errorEvent: errorEventOpenai,
  ping: '',
  speaks: 'Chat Completions (POST /v1/chat/completions), embeddings and lists of models',
  detours: [{ of: '/responses', say: NO_RESPONSES }],
  side: sideOpenai,
};
