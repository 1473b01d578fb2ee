/** How sure the model was of each token, for who asks. Simplified: it never thought of another one. */
import type { LlmAnswer, LlmCall } from '../../model/llm.js';
import type { WriteContext } from './provider.js';

interface Sureness {
  readonly token: string;
  readonly logprob: number;
  readonly bytes: readonly number[];
}

export interface TokenLogprob extends Sureness {
  /** Fewer than were asked for, as the vendor allows: the token itself. */
  readonly top_logprobs: readonly Sureness[];
}

/** Null where nobody asked, and where the answer isn't text. */
export function logprobsOf(
  { options }: LlmCall,
  answer: LlmAnswer,
  { random }: WriteContext,
): ((piece: string) => TokenLogprob) | null {
  if (options['logprobs'] !== true || answer.kind === 'tool') return null;
  const next = random.at('logprobs').sequence();
  return (token) => {
    const sure = { token, logprob: -next(), bytes: [...Buffer.from(token)] };
    return { ...sure, top_logprobs: options['alternatives'] === true ? [sure] : [] };
  };
}
