/** What a client makes of an attempt that has ended. */
import type { Fate } from './fate.js';
import type { Policy } from './policy.js';
import type { Failure } from './wait.js';

export type Read =
  | { readonly kind: 'answer'; readonly lacks: 'nothing' | 'its end' | 'every word' }
  | { readonly kind: 'failure'; readonly failure: Failure };

const WHOLE: Read = { kind: 'answer', lacks: 'nothing' };
const BROKEN: Read = { kind: 'failure', failure: { kind: 'broken' } };
const UNCONNECTED: Read = { kind: 'failure', failure: { kind: 'unconnected' } };

export function readBy({ reads }: Pick<Policy, 'reads'>, fate: Fate): Read {
  const { status, retryAfter, advice } = fate;
  if (status === null) return UNCONNECTED;
  if (status < 200 || status >= 300)
    return { kind: 'failure', failure: { kind: 'refused', status, retryAfter, advice } };
  if (fate.end !== 'end' || fate.says === 'gibberish' || fate.says === 'error') return BROKEN;
  const lacks = fate.written === 0 ? 'every word' : fate.streamed && !fate.terminated ? 'its end' : 'nothing';
  if (lacks === 'nothing') return WHOLE;
  return reads === 'strictly' ? BROKEN : { kind: 'answer', lacks };
}
