import type { LlmAnswer, LlmCall } from '../../model/llm.js';

/** What of an answer is said, and whether the caller's limit of tokens ended it. */
export interface Said {
  readonly pieces: readonly string[];
  readonly isCut: boolean;
}

/** Simplified: a tool's arguments are never cut, for half of them would be no JSON. */
export function saidOf(call: LlmCall, answer: LlmAnswer): Said {
  const { pieces } = answer;
  if (answer.kind === 'tool') return { pieces, isCut: false };
  if (call.maxTokens === null || pieces.length <= call.maxTokens) return { pieces, isCut: !answer.complete };
  return { pieces: pieces.slice(0, Math.max(0, call.maxTokens)), isCut: true };
}

/** The time until the last of so many tokens was made. */
export function timeOf(tokens: number, { firstToken, gap }: { firstToken: number; gap: number }): number {
  return firstToken + gap * Math.max(0, tokens - 1);
}

/** Adding up is three times as fast as `join`, and every answer does it. */
export function textOfPieces(pieces: readonly string[]): string {
  let text = '';
  for (const piece of pieces) text += piece;
  return text;
}
