/** Answers of the Messages API, whole and streamed, with every key that was recorded in 2026. */
import type { LlmAnswer, LlmCall } from '../../model/llm.js';
import type { WirePlan, WireStep } from '../../model/wire.js';
import { answerHeaders, streamHeaders } from './anthropic-headers.js';
import { drawnId } from './ids.js';
import {
  signatureDelta,
  thinkingBlock,
  thinkingDelta,
  THINKING_STARTS,
  thoughtOf,
} from './anthropic-thinking.js';
import type { WriteContext } from './provider.js';
import { reply } from './reply.js';
import { saidOf, timeOf, type Said } from './said.js';

const CACHE = '"cache_creation_input_tokens":0,"cache_read_input_tokens":0';
const CACHE_PARTS = '"cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":0}';

export const PING = 'event: ping\ndata: {"type": "ping"}\n\n';

export function wholeMessage(call: LlmCall, answer: LlmAnswer, context: WriteContext): WirePlan {
  const said = saidOf(call, answer);
  const thought = thoughtOf(call);
  const tokens = thought.length + said.pieces.length;
  const blocks = contentOf(answer, said.text, context);
  const content = thought.length === 0 ? blocks : thinkingBlock(context) + (blocks && `,${blocks}`);
  return reply({
    status: 200,
    headers: answerHeaders(context),
    body: `${opening(call, context)}${content}],${ending(answer, said)},"usage":${usage(call, tokens)}}`,
    after: timeOf(tokens, context.pacing),
    tokens,
  });
}

export function streamedMessage(call: LlmCall, answer: LlmAnswer, context: WriteContext): WirePlan {
  const frame = framesOf(context);
  const thought = thoughtOf(call);
  const block: Block = { answer, said: saidOf(call, answer), index: thought.length === 0 ? 0 : 1 };
  const head = {
    do: 'head',
    after: context.pacing.firstToken,
    status: 200,
    headers: streamHeaders(context),
  } as const;
  const begun = frame('message_start', `,"message":${emptyMessage(call, context)}`);
  const steps: WireStep[] = [head, ...thinking(thought, { begun, frame, context })];
  const first = beginning(block, frame, context);
  steps.push(write('preamble', thought.length === 0 ? begun + first : first));
  const [before, after] = deltaAround(block);
  for (const [index, piece] of block.said.pieces.entries()) {
    const text = frame('content_block_delta', before + JSON.stringify(piece) + after);
    const wait = index + thought.length === 0 ? 0 : context.pacing.gap;
    steps.push({ do: 'write', after: wait, text, part: 'token', tokens: 1 });
  }
  steps.push(write('finish', finish(call, block, frame)), write('terminator', frame('message_stop', '')), {
    do: 'end',
    after: 0,
  });
  return steps;
}

/** Nothing where the model doesn't think; else all that comes before the block of the answer. */
function thinking(
  thought: readonly string[],
  { begun, frame, context }: { begun: string; frame: Frame; context: WriteContext },
): readonly WireStep[] {
  if (thought.length === 0) return [];
  const words = thought.map((piece, index): WireStep => {
    const wait = index === 0 ? 0 : context.pacing.gap;
    const text = frame('content_block_delta', thinkingDelta(piece));
    return { do: 'write', after: wait, text, part: 'token', tokens: 1 };
  });
  const signed = frame('content_block_delta', signatureDelta(context));
  return [
    write('preamble', begun + frame('content_block_start', THINKING_STARTS) + PING),
    ...words,
    write('preamble', signed + frame('content_block_stop', ',"index":0')),
  ];
}

/** What the model says after whatever it thought. */
interface Block {
  readonly answer: LlmAnswer;
  readonly said: Said;
  readonly index: number;
}

type Frame = (event: string, fields: string) => string;

function opening(call: LlmCall, { random }: WriteContext): string {
  const id = drawnId(random, 'message', 22);
  return `{"model":${JSON.stringify(call.model)},"id":"msg_01${id}","type":"message","role":"assistant","content":[`;
}

/** Never `citations: null`: the vendor leaves the key out, and @ai-sdk/anthropic 3 rejects the null. */
function contentOf(answer: LlmAnswer, text: string, context: WriteContext): string {
  if (answer.kind === 'tool') return toolUse(answer.tool, text === '' ? '{}' : text, context);
  return answer.pieces.length === 0 ? '' : `{"type":"text","text":${JSON.stringify(text)}}`;
}

function toolUse(name: string, input: string, { random }: WriteContext): string {
  const id = `toolu_01${drawnId(random, 'tool', 22)}`;
  return `{"type":"tool_use","id":"${id}","name":${JSON.stringify(name)},"input":${input},"caller":{"type":"direct"}}`;
}

function ending(answer: LlmAnswer, said: Said): string {
  return `"stop_reason":"${stopReason(answer, said)}","stop_sequence":null,"stop_details":null`;
}

function stopReason(answer: LlmAnswer, { isCut }: Said): string {
  if (answer.kind === 'tool') return 'tool_use';
  return isCut ? 'max_tokens' : 'end_turn';
}

function usage(call: LlmCall, tokensOut: number): string {
  return `{"input_tokens":${call.tokensIn},${CACHE},${CACHE_PARTS},"output_tokens":${tokensOut},"service_tier":"standard","inference_geo":"global"}`;
}

function emptyMessage(call: LlmCall, context: WriteContext): string {
  return `${opening(call, context)}],"stop_reason":null,"stop_sequence":null,"stop_details":null,"usage":${usage(call, 1)}}`;
}

/** How a block begins, with a ping after the first of a message; a call of a tool has an empty delta then. */
function beginning(block: Block, frame: Frame, context: WriteContext): string {
  const { answer, index } = block;
  const ping = index === 0 ? PING : '';
  if (!hasBlock(block)) return ping;
  const empty = answer.kind === 'tool' ? toolUse(answer.tool, '{}', context) : '{"type":"text","text":""}';
  const begun = frame('content_block_start', `,"index":${index},"content_block":${empty}`) + ping;
  if (answer.kind === 'text') return begun;
  const [before, after] = deltaAround(block);
  return begun + frame('content_block_delta', `${before}""${after}`);
}

function finish(call: LlmCall, block: Block, frame: Frame): string {
  const { answer, said, index } = block;
  const stop = hasBlock(block) ? frame('content_block_stop', `,"index":${index}`) : '';
  const tokens = thoughtOf(call).length + said.pieces.length;
  const counted = `{"input_tokens":${call.tokensIn},${CACHE},"output_tokens":${tokens}}`;
  return stop + frame('message_delta', `,"delta":{${ending(answer, said)}},"usage":${counted}`);
}

function hasBlock({ answer, said }: Block): boolean {
  return answer.kind === 'tool' || said.pieces.length > 0;
}

function deltaAround({ answer, index }: Block): readonly [string, string] {
  return answer.kind === 'tool'
    ? [`,"index":${index},"delta":{"type":"input_json_delta","partial_json":`, '}']
    : [`,"index":${index},"delta":{"type":"text_delta","text":`, '}'];
}

const PADDING = Array.from({ length: 16 }, (_, count) => ' '.repeat(count));

/** The vendor pads each event with 0 to 15 spaces before its last brace, evenly drawn. */
function framesOf({ random }: WriteContext): Frame {
  const next = random.at('padding').sequence();
  return (event, fields) =>
    `event: ${event}\ndata: {"type":"${event}"${fields}${PADDING[Math.floor(next() * 16)] ?? ''}}\n\n`;
}

function write(part: 'preamble' | 'finish' | 'terminator', text: string): WireStep {
  return { do: 'write', after: 0, text, part, tokens: 0 };
}
