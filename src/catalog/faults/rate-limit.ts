/**
 * A limit on requests, as a bucket that refills steadily; who finds it empty gets the vendor's 429.
 * Anthropic documents a token bucket, and that 60 a minute may be enforced as 1 a second, so by
 * default a burst is what one second allows. OpenAI, 8 November 2023: 35 minutes of it while coming
 * back. Simplified: requests are counted, tokens are not; only calls that the window hits count.
 */
import { z } from 'zod';
import type { RetryAfter } from '../../model/llm.js';
import type { Millis } from '../../model/units.js';
import type { LimitState } from '../providers/provider.js';
import { expecting, perSecond, positiveCount } from '../quantities.js';
import { bucketOf } from './bucket.js';
import type { Bucket } from './bucket.js';
import { defineFault } from './fault.js';
import { A_RETRY_AFTER, message, retryAfter } from './params.js';

export const rateLimit = defineFault({
  kind: 'rate-limit',
  layer: 'instead',
  isFailure: true,
  summary: 'Lets only so many requests through and refuses the others with 429.',
  source: 'OpenAI, 8 November 2023; docs.anthropic.com rate limits',
  params: z.strictObject({
    requests: perSecond.describe('How many come through: 10/s or 600/min.'),
    burst: positiveCount
      .nullable()
      .prefault(null)
      .describe('How many may come at once. By default those of one second.'),
    retryAfter: z
      .union([z.literal('until-free'), retryAfter], expecting(`until-free, or ${A_RETRY_AFTER}`))
      .prefault('until-free')
      .describe(
        'until-free (the default): as long as it really needs, in whole seconds; or as in fault: status.',
      ),
    message,
  }),
  example: { requests: '60/min', burst: 5, retryAfter: 'until-free' },
  open: ({ requests, burst, retryAfter: asked, message: words }) => {
    const bucket = bucketOf({ perSecond: requests, holds: burst ?? Math.max(1, Math.ceil(requests)) });
    return ({ plan, provider, context, at }) => {
      if (bucket.take(at)) return plan;
      const retry = asked === 'until-free' ? wholeSeconds(bucket.freeIn()) : asked;
      return provider.refuse(
        { reason: 'rate-limit', status: 429, retryAfter: retry, message: words },
        { ...context, limits: withRequests(context.limits, bucket) },
      );
    };
  },
});

/** The headers that tell of a limit are true while this one is the narrowest. */
function withRequests(limits: LimitState | null, bucket: Bucket): LimitState {
  return { requests: bucket.gauge(), tokens: limits?.tokens ?? null };
}

function wholeSeconds(ms: Millis): RetryAfter {
  return { kind: 'seconds', ms: Math.ceil(ms / 1000) * 1000 };
}
