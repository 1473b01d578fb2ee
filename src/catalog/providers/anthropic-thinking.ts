/**
 * What a model says to itself first where it was told to think (`thinking: { type: enabled }`): a block of
 * its own before the answer, whose tokens are paid for like the others. Simplified: always the same few
 * words, without a watermark; who leaves it to the model (`adaptive`) gets none.
 */
import type { LlmCall } from '../../model/llm.js';
import { drawnId } from './ids.js';
import type { WriteContext } from './provider.js';

const THOUGHT = ['The', ' question', ' is', ' clear', ':', ' answer', ' it', '.'];
const NOTHING: readonly string[] = [];

export function thoughtOf({ options }: Pick<LlmCall, 'options'>): readonly string[] {
  return options['thinking'] === true ? THOUGHT : NOTHING;
}

export function thinkingBlock(context: WriteContext): string {
  return `{"type":"thinking","thinking":"${THOUGHT.join('')}","signature":"${signature(context)}"}`;
}

export const THINKING_STARTS = ',"index":0,"content_block":{"type":"thinking","thinking":"","signature":""}';

export function thinkingDelta(piece: string): string {
  return `,"index":0,"delta":{"type":"thinking_delta","thinking":"${piece}"}`;
}

/** The last thing said of a thought. */
export function signatureDelta(context: WriteContext): string {
  return `,"index":0,"delta":{"type":"signature_delta","signature":"${signature(context)}"}`;
}

function signature({ random }: WriteContext): string {
  return `${drawnId(random, 'signature', 98)}==`;
}
