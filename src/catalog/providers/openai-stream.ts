/** Streamed answers of Chat Completions: chunks of one id, then `[DONE]`. */
import type { LlmAnswer, LlmCall } from '../../model/llm.js';
import type { WirePlan, WireStep } from '../../model/wire.js';
import { drawnId } from './ids.js';
import {
  choicesOf,
  completionId,
  createdAt,
  FINGERPRINT,
  finishReason,
  toolCallId,
} from './openai-answer.js';
import { streamHeaders } from './openai-headers.js';
import { logprobsOf, type TokenLogprob } from './openai-logprobs.js';
import type { WriteContext } from './provider.js';
import { dataFrame } from './reply.js';
import { saidOf, textOfPieces } from './said.js';

export const DONE = 'data: [DONE]\n\n';

export function streamedCompletion(call: LlmCall, answer: LlmAnswer, context: WriteContext): WirePlan {
  const { firstToken, gap } = context.pacing;
  const said = saidOf(call, answer);
  const chunk = chunksOf(call, context);
  const places = Array.from({ length: choicesOf(call) }, (_, index) => index);
  const inEach = (say: (index: number) => string): string =>
    textOfPieces(places.map((index) => chunk(say(index))));
  const steps: WireStep[] = [
    { do: 'head', after: firstToken, status: 200, headers: streamHeaders(context, firstToken) },
    write(
      'preamble',
      inEach((index) => choice(index, opening(answer, toolCallId(context, index)))),
    ),
  ];
  const [before, after] = deltaAround(answer);
  const sure = logprobsOf(call, answer, context);
  let wait = 0;
  for (const piece of said.pieces) {
    const delta = before + JSON.stringify(piece) + after;
    const rest = sure === null ? NOT_YET : sureOf(sure(piece));
    for (const index of places) {
      const text = chunk(choice(index, delta, rest));
      steps.push({ do: 'write', after: index === 0 ? wait : 0, text, part: 'token', tokens: 1 });
    }
    wait = gap;
  }
  const finish = `,"logprobs":null,"finish_reason":"${finishReason(answer, said)}"`;
  const last = inEach((index) => choice(index, '', finish));
  const tokens = said.pieces.length * places.length;
  const counted = call.options['usage'] === true ? chunk('', usage(call, tokens)) : '';
  steps.push(write('finish', last + counted), write('terminator', DONE), { do: 'end', after: 0 });
  return steps;
}

type Chunk = (choices: string, usage?: string) => string;

function chunksOf(call: LlmCall, context: WriteContext): Chunk {
  const opened = `{"id":"${completionId(context)}","object":"chat.completion.chunk","created":${createdAt(context)},"model":${JSON.stringify(call.model)},"service_tier":"default","system_fingerprint":"${FINGERPRINT}","choices":[`;
  const noUsage = call.options['usage'] === true ? ',"usage":null' : '';
  const close = call.options['obfuscation'] === false ? closePlain : equaliserOf(context);
  return (choices, counted) => {
    const usageField = counted === undefined ? noUsage : `,"usage":${counted}`;
    return dataFrame(close(`${opened}${choices}]${usageField}`));
  };
}

function closePlain(chunk: string): string {
  return `${chunk}}`;
}

const FIELD = ',"obfuscation":"';
/** `data: ` before the chunk, and what ends it. */
const AROUND = 6 + FIELD.length + 2;
const EVERY = 16;
/** Recorded in 1,098 of 1,098 chunks: a data line is 7 characters over a multiple of 16. */
const OVER = 7;

/** Hides from a listener on the line how long each token is. */
function equaliserOf({ random }: WriteContext): (chunk: string) => string {
  const noise = drawnId(random, 'obfuscation', 2 * EVERY);
  const next = random.at('obfuscation').sequence();
  return (chunk) => {
    const missing = (((OVER - AROUND - chunk.length) % EVERY) + EVERY) % EVERY;
    const from = Math.floor(next() * EVERY);
    return `${chunk}${FIELD}${noise.slice(from, from + missing)}"}`;
  };
}

function choice(index: number, delta: string, rest = NOT_YET): string {
  return `{"index":${index},"delta":{${delta}}${rest}}`;
}

const NOT_YET = ',"logprobs":null,"finish_reason":null';

function sureOf(token: TokenLogprob): string {
  return `,"logprobs":${JSON.stringify({ content: [token], refusal: null })},"finish_reason":null`;
}

function opening(answer: LlmAnswer, callId: string): string {
  if (answer.kind === 'text') return '"role":"assistant","content":"","refusal":null';
  const called = `{"name":${JSON.stringify(answer.tool)},"arguments":""}`;
  return `"role":"assistant","content":null,"tool_calls":[{"index":0,"id":"${callId}","type":"function","function":${called}}],"refusal":null`;
}

function deltaAround(answer: LlmAnswer): readonly [string, string] {
  return answer.kind === 'tool'
    ? ['"tool_calls":[{"index":0,"function":{"arguments":', '}}]']
    : ['"content":', ''];
}

function usage({ tokensIn }: LlmCall, tokensOut: number): string {
  return `{"prompt_tokens":${tokensIn},"completion_tokens":${tokensOut},"total_tokens":${tokensIn + tokensOut},"prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}`;
}

function write(part: 'preamble' | 'finish' | 'terminator', text: string): WireStep {
  return { do: 'write', after: 0, text, part, tokens: 0 };
}
