import type { LlmAnswer, LlmCall } from '../../model/llm.js';

/** What of an answer is said, and whether the caller's limit of tokens ended it. */
export interface Said {
  readonly text: string;
  readonly pieces: readonly string[];
  readonly isCut: boolean;
}

/** Simplified: a tool's arguments are never cut, for half of them would be no JSON. */
export function saidOf({ maxTokens }: LlmCall, answer: LlmAnswer): Said {
  const { text, pieces } = answer;
  if (answer.kind === 'tool') return { text, pieces, isCut: false };
  if (maxTokens === null || pieces.length <= maxTokens) return { text, pieces, isCut: !answer.complete };
  const first = pieces.slice(0, Math.max(0, maxTokens));
  return { text: textOfPieces(first), pieces: first, isCut: true };
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
