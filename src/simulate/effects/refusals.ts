/** Faults that answer instead of the model: a status at once, and what it says about coming back. */
import { randomOf } from '../../kit/random.js';
import { bucketOf } from '../../catalog/faults/bucket.js';
import { matchesGlob } from '../../catalog/faults/glob.js';
import type { Provider } from '../../catalog/providers/provider.js';
import { askedWait } from '../../catalog/providers/retry-after.js';
import type { Refusal, RefusalReason, RetryAfter } from '../../model/llm.js';
import type { Fate } from '../fate.js';
import { defineEffect } from './effect.js';

interface Asked {
  readonly retryAfter?: RetryAfter;
}

const ABSENT: RetryAfter = { kind: 'absent' };

/** What a client is told, read once from the vendor's own refusal. */
export function refusedFate(provider: Provider, refusal: Omit<Refusal, 'message'>): Fate {
  const context = { random: randomOf(0), model: '', wallTime: 0, canary: '', limits: null };
  const plan = provider.refuse({ ...refusal, message: null }, context);
  const head = plan.find((step) => step.do === 'head');
  const status = head?.do === 'head' ? head.status : refusal.status;
  const advice = head?.do === 'head' ? head.headers['x-should-retry'] : undefined;
  return {
    status,
    head: 0,
    firstToken: null,
    gap: 0,
    written: 0,
    billed: 0,
    time: 0,
    end: 'end',
    streamed: false,
    terminated: false,
    says: 'error',
    retryAfter: askedWait(refusal.retryAfter),
    advice: advice === 'true' ? 'retry' : advice === 'false' ? 'give-up' : null,
  };
}

function refusal(fault: string, reason: RefusalReason) {
  return defineEffect<Asked & { readonly status?: number }>({
    fault,
    open: ({ status = 429, retryAfter = ABSENT }, provider) => {
      const fate = refusedFate(provider, { reason, status, retryAfter });
      return () => fate;
    },
  });
}

const OVERLOADED: readonly number[] = [503, 529];

const status = defineEffect<Asked & { readonly status: number }>({
  fault: 'status',
  open: ({ status: told, retryAfter = ABSENT }, provider) => {
    const reason = OVERLOADED.includes(told) ? 'overloaded' : 'status';
    const fate = refusedFate(provider, { reason, status: told, retryAfter });
    return () => fate;
  },
});

const retiredModel = defineEffect<{ readonly model: string }>({
  fault: 'retired-model',
  open: ({ model }, provider) => {
    const gone = refusedFate(provider, { reason: 'retired-model', status: 404, retryAfter: ABSENT });
    return ({ fate, model: asked }) => (matchesGlob(model, asked) ? gone : fate);
  },
});

const rateLimit = defineEffect<{
  readonly requests: number;
  readonly burst: number | null;
  readonly retryAfter: RetryAfter | 'until-free';
}>({
  fault: 'rate-limit',
  open: ({ requests, burst, retryAfter }, provider) => {
    const bucket = bucketOf({ perSecond: requests, holds: burst ?? Math.max(1, Math.ceil(requests)) });
    const told = retryAfter === 'until-free' ? ABSENT : retryAfter;
    const refused = refusedFate(provider, { reason: 'rate-limit', status: 429, retryAfter: told });
    return ({ fate, at }) => {
      if (bucket.take(at)) return fate;
      if (retryAfter !== 'until-free') return refused;
      return { ...refused, retryAfter: Math.ceil(bucket.freeIn() / 1000) * 1000 };
    };
  },
});

export const refusals = [
  status,
  refusal('auth-rejected', 'auth-rejected'),
  refusal('wrong-4xx', 'bad-request'),
  refusal('quota-exhausted', 'quota-exhausted'),
  refusal('html-page', 'html-page'),
  retiredModel,
  rateLimit,
];
