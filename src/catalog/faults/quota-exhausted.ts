/**
 * The account is used up, and no waiting helps: OpenAI's `insufficient_quota`, Anthropic's spend
 * limits. It has the status of a rate limit, and the official SDKs retry it in vain
 * (langchain-ai/langchainjs#1929, Gitlawb/openclaude#249). Each dialect chooses its own status.
 */
import { z } from 'zod';
import { defineFault } from './fault.js';
import { message, retryAfter } from './params.js';
import { NO_RETRY_AFTER, refuse } from './refusal.js';

export const quotaExhausted = defineFault({
  kind: 'quota-exhausted',
  layer: 'instead',
  isFailure: true,
  summary: 'Refuses because the account is used up; retrying never helps.',
  source: 'langchain-ai/langchainjs#1929; Gitlawb/openclaude#249',
  params: z.strictObject({
    retryAfter: retryAfter
      .default(NO_RETRY_AFTER)
      .describe(
        'When to come back, said in whole seconds: 5s; also { milliseconds: 150ms }, { date: 5s }, { raw: "soon" }, absurd or absent.',
      ),
    message,
  }),
  example: {},
  open: (params) => (hit) => refuse(hit, { ...params, reason: 'quota-exhausted', status: 429 }),
});
