import type { RefusalReason, RetryAfter } from '../../model/llm.js';
import type { WirePlan } from '../../model/wire.js';
import type { Hit } from './fault.js';

export const NO_RETRY_AFTER: RetryAfter = { kind: 'absent' };

interface Refused {
  readonly reason: RefusalReason;
  readonly status: number;
  readonly retryAfter?: RetryAfter;
  readonly message?: string | null;
}

/** The vendor's own refusal of a call, in its dialect. */
export function refuse(hit: Hit, refused: Refused): WirePlan {
  const { reason, status, retryAfter = NO_RETRY_AFTER, message = null } = refused;
  return hit.provider.refuse({ reason, status, retryAfter, message }, hit.context);
}
