/** Whole answers of Chat Completions, indented and ended by a newline as recorded in 2026. */
import type { LlmAnswer, LlmCall } from '../../model/llm.js';
import type { WirePlan } from '../../model/wire.js';
import { drawnId } from './ids.js';
import { answerHeaders } from './openai-headers.js';
import type { RefuseContext, WriteContext } from './provider.js';
import { reply } from './reply.js';
import { saidOf, textOfPieces, timeOf, type Said } from './said.js';

export function wholeCompletion(call: LlmCall, answer: LlmAnswer, context: WriteContext): WirePlan {
  const said = saidOf(call, answer);
  const tokens = said.pieces.length;
  const took = timeOf(tokens, context.pacing);
  return reply({
    status: 200,
    headers: answerHeaders(context, took),
    body: bodyOf(call, answer, said, context),
    after: took,
    tokens,
  });
}

export function finishReason(answer: LlmAnswer, { isCut }: Said): string {
  if (answer.kind === 'tool') return 'tool_calls';
  return isCut ? 'length' : 'stop';
}

export function completionId({ random }: RefuseContext): string {
  return `chatcmpl-${drawnId(random, 'completion', 29)}`;
}

export function toolCallId({ random }: RefuseContext): string {
  return `call_${drawnId(random, 'tool', 24)}`;
}

/** Names the vendor's own set-up, not the call. */
export const FINGERPRINT = 'fp_3a1c5e7b90';

export function createdAt({ wallTime }: RefuseContext): number {
  return Math.floor(wallTime / 1000);
}

function bodyOf(call: LlmCall, answer: LlmAnswer, said: Said, context: WriteContext): string {
  const text = JSON.stringify(textOfPieces(said.pieces));
  return `{
  "id": "${completionId(context)}",
  "object": "chat.completion",
  "created": ${createdAt(context)},
  "model": ${JSON.stringify(call.model)},
  "choices": [
    {
      "index": 0,
      "message": {
        "role": "assistant",
        ${answer.kind === 'tool' ? toolCall(answer.tool, text, context) : `"content": ${text}`},
        "refusal": null,
        "annotations": []
      },
      "logprobs": null,
      "finish_reason": "${finishReason(answer, said)}"
    }
  ],
  "usage": {
    "prompt_tokens": ${call.tokensIn},
    "completion_tokens": ${said.pieces.length},
    "total_tokens": ${call.tokensIn + said.pieces.length},
    "prompt_tokens_details": {
      "cached_tokens": 0,
      "audio_tokens": 0
    },
    "completion_tokens_details": {
      "reasoning_tokens": 0,
      "audio_tokens": 0,
      "accepted_prediction_tokens": 0,
      "rejected_prediction_tokens": 0
    }
  },
  "service_tier": "default",
  "system_fingerprint": "${FINGERPRINT}"
}
`;
}

function toolCall(name: string, args: string, context: WriteContext): string {
  return `"content": null,
        "tool_calls": [
          {
            "id": "${toolCallId(context)}",
            "type": "function",
            "function": {
              "name": ${JSON.stringify(name)},
              "arguments": ${args}
            }
          }
        ]`;
}
