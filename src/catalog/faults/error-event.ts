/**
 * A stream whose head said 200 breaks off with an error in the dialect's own words: Anthropic's
 * `event: error` with `overloaded_error`, OpenAI's error line before `[DONE]`. SDKs retry only until
 * the head has come. Threads: anthropics/anthropic-sdk-typescript#346, Portkey-AI/gateway#741,
 * BerriAI/litellm#6957. Whole answers are left alone.
 */
import { z } from 'zod';
import type { Refusal } from '../../model/llm.js';
import type { Provider } from '../providers/provider.js';
import { isStreamed, splitAfter } from './anatomy.js';
import { defineFault } from './fault.js';
import { HALFWAY, message, tokenPlace } from './params.js';
import { NO_RETRY_AFTER } from './refusal.js';

export const errorEvent = defineFault({
  kind: 'error-event',
  layer: 'rewrite',
  isFailure: true,
  summary: 'Breaks a stream off with an error inside it.',
  source: 'anthropics/anthropic-sdk-typescript#346; Portkey-AI/gateway#741; BerriAI/litellm#6957',
  params: z.strictObject({
    after: tokenPlace
      .prefault(HALFWAY)
      .describe('Where in the answer, such as 12, 5..40 (tokens) or 50% (the default).'),
    reason: z
      .enum(['overloaded', 'server-error'])
      .prefault('overloaded')
      .describe('What the event says: overloaded (the default) or server-error.'),
    message,
  }),
  example: { after: 12, reason: 'overloaded' },
  open:
    ({ after, reason, message: words }) =>
    ({ plan, provider, context, random }) => {
      const split = isStreamed(plan) ? splitAfter(plan, after, random) : null;
      if (split === null) return plan;
      const refusal = { ...blamed(reason, provider), retryAfter: NO_RETRY_AFTER, message: words };
      const text = provider.errorEvent(refusal, context);
      return [
        ...split.before,
        { do: 'write', after: context.pacing.gap, text, part: 'error', tokens: 0 },
        { do: 'end', after: 0 },
      ];
    },
});

function blamed(
  reason: 'overloaded' | 'server-error',
  { overloadStatus }: Provider,
): Pick<Refusal, 'reason' | 'status'> {
  return reason === 'overloaded'
    ? { reason: 'overloaded', status: overloadStatus }
    : { reason: 'status', status: 500 };
}
