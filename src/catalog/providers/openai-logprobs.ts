/** How sure the model was of each token, for who asks. Simplified: it never thought of another one. */
import type { LlmAnswer, LlmCall } from '../../model/llm.js';
import type { WriteContext } from './provider.js';

export interface TokenLogprob {
  readonly token: string;
  readonly logprob: number;
  readonly bytes: readonly number[];
  /** Fewer than were asked for, as the vendor allows. */
  readonly top_logprobs: readonly [];
}

/** Null where nobody asked, and where the answer isn't text. */
export function logprobsOf(
  call: LlmCall,
  answer: LlmAnswer,
  { random }: WriteContext,
): ((piece: string) => TokenLogprob) | null {
  if (call.options['logprobs'] !== true || answer.kind === 'tool') return null;
  const next = random.at('logprobs').sequence();
  return (token) => ({
    token,
    logprob: -next(),
    bytes: [...Buffer.from(token)],
    top_logprobs: [],
  });
}
