/** Whole answers of Chat Completions, indented and ended by a newline as recorded in 2026. */
import type { LlmAnswer, LlmCall } from '../../model/llm.js';
import type { WirePlan } from '../../model/wire.js';
import { drawnId } from './ids.js';
import { answerHeaders } from './openai-headers.js';
import { logprobsOf } from './openai-logprobs.js';
import type { RefuseContext, WriteContext } from './provider.js';
import { reply } from './reply.js';
import { countOrNull } from './request-body.js';
import { saidOf, timeOf, type Said } from './said.js';

export function wholeCompletion(call: LlmCall, answer: LlmAnswer, context: WriteContext): WirePlan {
  const said = saidOf(call, answer);
  const took = timeOf(said.pieces.length, context.pacing);
  return reply({
    status: 200,
    headers: answerHeaders(context, took),
    body: bodyOf(call, answer, said, context),
    after: took,
    tokens: said.pieces.length * choicesOf(call),
  });
}

export function finishReason(answer: LlmAnswer, { isCut }: Said): string {
  if (answer.kind === 'tool') return 'tool_calls';
  return isCut ? 'length' : 'stop';
}

export function completionId({ random }: RefuseContext): string {
  return `chatcmpl-${drawnId(random, 'completion', 29)}`;
}

export function toolCallId({ random }: RefuseContext, choice: number): string {
  return `call_${drawnId(choice === 0 ? random : random.at('choice', choice), 'tool', 24)}`;
}

/** What `n` asks for: each says the same, and is paid for. */
export function choicesOf({ options }: LlmCall): number {
  return countOrNull(options['choices']) ?? 1;
}

/** Names the vendor's own set-up, not the call. */
export const FINGERPRINT = 'fp_3a1c5e7b90';

export function createdAt({ wallTime }: RefuseContext): number {
  return Math.floor(wallTime / 1000);
}

function bodyOf(call: LlmCall, answer: LlmAnswer, said: Said, context: WriteContext): string {
  const tokens = said.pieces.length * choicesOf(call);
  return `{
  "id": "${completionId(context)}",
  "object": "chat.completion",
  "created": ${createdAt(context)},
  "model": ${JSON.stringify(call.model)},
  "choices": [
${choices(call, answer, said, context)}
  ],
  "usage": {
    "prompt_tokens": ${call.tokensIn},
    "completion_tokens": ${tokens},
    "total_tokens": ${call.tokensIn + tokens},
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

function choices(call: LlmCall, answer: LlmAnswer, said: Said, context: WriteContext): string {
  const text = JSON.stringify(said.text);
  const sure = logprobs(call, answer, said, context);
  let list = '';
  for (let index = 0; index < choicesOf(call); index += 1) {
    list += `${index === 0 ? '' : ',\n'}    {
      "index": ${index},
      "message": {
        "role": "assistant",
        ${answer.kind === 'tool' ? toolCall(answer.tool, text, toolCallId(context, index)) : `"content": ${text}`},
        "refusal": null,
        "annotations": []
      },
      "logprobs": ${sure},
      "finish_reason": "${finishReason(answer, said)}"
    }`;
  }
  return list;
}

function logprobs(call: LlmCall, answer: LlmAnswer, { pieces }: Said, context: WriteContext): string {
  const sure = logprobsOf(call, answer, context);
  if (sure === null) return 'null';
  return JSON.stringify({ content: pieces.map(sure), refusal: null }, null, 2).replaceAll('\n', '\n      ');
}

function toolCall(name: string, args: string, id: string): string {
  return `"content": null,
        "tool_calls": [
          {
            "id": "${id}",
            "type": "function",
            "function": {
              "name": ${JSON.stringify(name)},
              "arguments": ${args}
            }
          }
        ]`;
}
