import type { LlmAnswer } from '../../src/model/llm.js';

/** A text answer of these tokens. */
export function saying(pieces: readonly string[]): Extract<LlmAnswer, { kind: 'text' }> {
  return { kind: 'text', text: pieces.join(''), pieces, complete: true };
}
