/** How an answer says when to come back; which of it is obeyed differs from client to client. */
import { unreachable } from '../../kit/invariant.js';
import type { RetryAfter } from '../../model/llm.js';
import type { Millis } from '../../model/units.js';
import { httpDate } from './calendar.js';
import type { Headers } from './reply.js';

/** `retry-after-ms` is what the official SDKs look for first; RFC 9110 knows seconds and dates. */
export function retryAfterHeaders(asked: RetryAfter, wallTime: number): Headers {
  switch (asked.kind) {
    case 'absent':
      return {};
    case 'seconds':
      return { 'retry-after': String(asked.ms / 1000) };
    case 'milliseconds':
      return { 'retry-after-ms': String(asked.ms) };
    case 'date':
      return { 'retry-after': httpDate(wallTime + asked.ms) };
    case 'raw':
      return { 'retry-after': asked.text };
    default:
      return unreachable(asked);
  }
}

/** Null where nothing that can be counted was asked for. */
export function askedWait(asked: RetryAfter): Millis | null {
  return asked.kind === 'absent' || asked.kind === 'raw' ? null : asked.ms;
}
