/** What OpenAI's errors are made of, and the longest of its sentences: the one about rate limits. */
import type { RetryAfter } from '../../model/llm.js';
import { goDuration } from './openai-headers.js';
import type { LimitGauge, LimitState, RefuseContext } from './provider.js';
import { askedWait } from './retry-after.js';

export interface Words {
  readonly message: string;
  readonly type: string;
  readonly param: string | null;
  /** A number only where the edge speaks. */
  readonly code: string | number | null;
}

/** LangChain looks for "try again in": without a wait there is no such sentence. */
export function rateLimitWords(retryAfter: RetryAfter, context: RefuseContext): Words {
  const { model, canary, limits } = context;
  const kind = scarceOf(limits);
  const per = kind === 'tokens' ? 'tokens per min (TPM)' : 'requests per min (RPM)';
  const numbers = numbersOf(limits?.[kind] ?? null);
  const wait = askedWait(retryAfter);
  const again = wait === null ? '' : ` Please try again in ${goDuration(wait)}.`;
  return {
    message: `Rate limit reached for ${model} in organization org-${canary} on ${per}${numbers}.${again} Visit https://platform.openai.com/account/rate-limits to learn more.`,
    type: kind,
    param: null,
    code: 'rate_limit_exceeded',
  };
}

function scarceOf(limits: LimitState | null): 'requests' | 'tokens' {
  if (limits?.tokens == null) return 'requests';
  return limits.requests !== null && limits.requests.remaining < 1 ? 'requests' : 'tokens';
}

function numbersOf(gauge: LimitGauge | null): string {
  if (gauge === null) return '';
  const limit = Math.round(gauge.limit);
  const used = Math.max(0, limit - Math.max(0, Math.floor(gauge.remaining)));
  return `: Limit ${limit}, Used ${used}, Requested 1`;
}

const DETAILS: readonly { readonly pattern: RegExp; readonly code: string }[] = [
  { pattern: /^Missing required parameter: '([^']+)'/, code: 'missing_required_parameter' },
  { pattern: /^Invalid type for '([^']+)'/, code: 'invalid_type' },
  { pattern: /^Invalid '([^']+)': empty array/, code: 'empty_array' },
];

/** The vendor says in two more fields what its words say already. */
export function detailsIn(message: string): Pick<Words, 'param' | 'code'> {
  for (const { pattern, code } of DETAILS) {
    const param = pattern.exec(message)?.[1];
    if (param !== undefined) return { param, code };
  }
  return { param: null, code: null };
}
