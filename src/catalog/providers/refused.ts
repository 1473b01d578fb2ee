/** What a vendor says no to by itself, before a model is asked. */
import type { Refusal } from '../../model/llm.js';
import type { ReadRequest } from './provider.js';

export function badRequest(message: string, param?: string): Refusal {
  const refusal = { reason: 'bad-request', status: 400, retryAfter: { kind: 'absent' }, message } as const;
  return param === undefined ? refusal : { ...refusal, param };
}

export function unknownRoute(message: string): Refusal {
  return { reason: 'unknown-route', status: 404, retryAfter: { kind: 'absent' }, message };
}

export function refused(refusal: Refusal): ReadRequest {
  return { kind: 'refused', refusal };
}
